"""The case file `imr-case-file/1`: its schema, how a file is read, and how one is written.

An engine: text and values in, values out. `parse` reads and refuses, `schema.json` says what is
right, `entries` turns a document into what intake takes, `project` turns values back into a
document, `merge` keeps in an export whatever came in and has not changed.
"""
