"""The words of a letter against the file: header, records, worker, and what was in dispute."""
