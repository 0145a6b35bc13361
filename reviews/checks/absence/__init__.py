"""Claims that something is not in the record, each searched for in the record."""
