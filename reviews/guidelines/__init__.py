"""The guidelines a decision may cite, as data: titles, editions, days in force, places to cite.

Structure and references only; the text of a guideline is its publisher's.
"""
