"""Small numbers kept beside the queue: when letters were last swept, and who asks how often.

Nothing of value is here; when the broker is away, nothing is written and nobody is held up.
"""

import logging
from datetime import datetime

import redis
from django.conf import settings
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)

# Read by the health page: the time of the last sweep, in seconds since 1970.
SWEPT_AT_KEY = "imrportal:swept_at"
SECONDS = 1


def note_sweep(at: datetime) -> None:
    """Write down when letters were swept."""
    try:
        with _client() as broker:
            broker.set(SWEPT_AT_KEY, at.timestamp())
    except redis.RedisError as error:
        log.warning("The time of the sweep was not written (%s).", type(error).__name__)


def asks_too_often(kind: str, asker: str, *, at: datetime, most: int) -> bool:
    """Count one more question of this asker in this minute, and say whether it is too many."""
    digest = salted_hmac(f"imrportal.{kind}", asker, algorithm="sha256").hexdigest()[:32]
    key = f"imrportal:{kind}:{digest}:{int(at.timestamp()) // 60}"
    try:
        with _client() as broker, broker.pipeline() as line:
            count, _ = line.incr(key).expire(key, 120).execute()
    except redis.RedisError as error:
        log.warning("Questions could not be counted (%s).", type(error).__name__)
        return False
    return count > most


def _client() -> redis.Redis:
    address = settings.REDIS_URL.replace("redis+socket://", "unix://")
    address = address.replace("?virtual_host=", "?db=")
    return redis.Redis.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
