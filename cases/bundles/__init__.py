"""What a received file goes through, and what is read off its pages: values in, values out."""
