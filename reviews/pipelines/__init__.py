"""Pipelines of reviews, one noun a file."""
