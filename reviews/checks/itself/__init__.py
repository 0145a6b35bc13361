"""The words of a letter against themselves: decision, conclusion, anatomy, drug, amount, form."""
