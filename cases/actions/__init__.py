"""The writers: one function, one transaction, one audit row; a verb and its noun."""
