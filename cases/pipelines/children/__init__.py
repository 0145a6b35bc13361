"""Programs that open uploaded files, each in a process with nothing to gain.

Each is run as `python -m cases.pipelines.children.NAME BOUNDS` with the file as standard input, by
`cases/pipelines/walled.py`. It shuts every door before the first byte is read and answers in lines
of JSON; what it writes goes through a file that was opened for it.
"""
