"""The writers of the judgement: one function, one transaction, one audit row."""
