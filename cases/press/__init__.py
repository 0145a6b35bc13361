"""The press: HTML to a PDF that is PDF/A-3a and PDF/UA-1, and the seal on it. No ORM, no clock.

Notices of the file and letters of the judgement are made here alike; what each says is theirs.
"""
