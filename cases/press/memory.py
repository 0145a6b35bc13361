"""How a letter's many small objects are let go: all at once, after it is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_afterwards() -> Iterator[None]:
    """Keep the garbage collector from walking half-made pages again and again.

    A letter makes some hundred thousand objects, nearly all of them needed until its last page;
    looking for garbage among them costs a tenth of its time. It is looked for when the letter is
    done, as the next allocation finds.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
