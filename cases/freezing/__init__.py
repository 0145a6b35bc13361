"""From rows to what a paper says: read once when it is prepared, then frozen."""
