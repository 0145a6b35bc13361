"""Views of cases, one noun a file."""
