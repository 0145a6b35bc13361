"""Forms of cases, one noun a file."""
