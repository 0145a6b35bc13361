"""Understands the words of a letter: sentences, anatomy, drugs, dates, amounts, conclusions.

Engines: a text in, values with their offsets out. Nothing here knows what a finding is.
"""
