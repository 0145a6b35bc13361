"""Forms of reviews, one noun a file."""
