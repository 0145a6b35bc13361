"""Tasks of reviews, one noun a file."""
