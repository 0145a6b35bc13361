"""Slow work of accounts: a key in, one call."""
