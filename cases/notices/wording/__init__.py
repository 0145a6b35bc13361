"""The words of the notices, one kind a file, in our own plain language.

The words are frozen with a notice when it is prepared, so a change here never reaches an earlier
one; `WORDING_VERSION` is recorded with each and grows with every change of meaning.
"""
