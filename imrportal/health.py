"""Whether the ground holds: the database, the broker, and the sweep that mends what was lost."""

from datetime import datetime

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

# The sweeper writes the time of each sweep here, in seconds since 1970.
SWEPT_AT_KEY = "imrportal:swept_at"
LONGEST_WITHOUT_SWEEP = 120
SECONDS_TO_COME_BACK = 20
# PostgreSQL, Appendix A: a connection that failed, too many of them, a server that stops or starts.
AWAY = ("08", "53300", "57P")


def verdicts(now: datetime) -> dict[str, str]:
    """Return ok or failed for each thing the site stands on; no detail, for anybody may ask."""
    return {"database": _word(_database_answers()), **_broker_verdicts(now)}


def is_database_away(problem: BaseException | None) -> bool:
    """Whether the database could not be reached, or went away in the midst; not: said no."""
    if not isinstance(problem, (OperationalError, InterfaceError)):
        return False
    code = getattr(problem.__cause__, "sqlstate", None)
    return code is None or code.startswith(AWAY)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _broker_verdicts(now: datetime) -> dict[str, str]:
    try:
        with redis.Redis.from_url(
            _client_address(settings.REDIS_URL), socket_timeout=1, socket_connect_timeout=1
        ) as broker:
            swept_at = broker.get(SWEPT_AT_KEY) if broker.ping() else None
    except (redis.RedisError, OSError, ValueError):
        return {"broker": "failed"}
    if swept_at is None:
        return {"broker": "ok"}
    age = now.timestamp() - float(swept_at)
    return {"broker": "ok", "sweep": _word(age < LONGEST_WITHOUT_SWEEP)}


def _client_address(url: str) -> str:
    """Celery writes a socket's address as redis+socket, the client as unix."""
    return url.replace("redis+socket://", "unix://").replace("?virtual_host=", "?db=")


def _word(is_well: bool) -> str:
    return "ok" if is_well else "failed"
