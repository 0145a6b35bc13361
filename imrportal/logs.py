"""Log lines without anybody's words: of an error its kind and its place, never its message.

A message may quote what it was about: the database names the values of a row that it refuses, a
mail server the address, a parser the text.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class PrivateFormatter(logging.Formatter):
    """Formats a record; the message of an exception stays out of it."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        """Return the kinds of the errors and where each was raised, the last one first."""
        return "\n".join(_lines(ei[1]))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line; Celery's on a failed task would quote the error, and is replaced."""
        if record.name == "celery.app.trace" and isinstance(record.args, dict) and record.exc_info:
            record.message = f"Task {record.args.get('name', '')} failed"
        return super().formatMessage(record)


def _lines(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        yield f"{type(error).__name__}{f' ({constraint})' if constraint else ''} at:"
        yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
