"""Tasks of cases, one noun a file."""
