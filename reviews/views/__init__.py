"""Views of reviews, one noun a file."""
