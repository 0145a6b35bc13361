"""The signal of a finished letter: it calls up a floor, from the pipeline to whoever listens."""

from django.dispatch import Signal

# Sent inside the transaction that stores the result: sender=DeterminationLetter, letter, at.
letter_finished = Signal()
