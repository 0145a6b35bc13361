"""Pipelines of cases, one noun a file."""
