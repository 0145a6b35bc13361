"""Failed sign-ins: counted for an address from one place, and for a place; nobody is locked out.

The wait concerns one place on the network, so a stranger cannot keep the director out of his
account from elsewhere. Kept in the database as keyed digests, for a day.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from imrportal.accounts.models import SignInFailure

WINDOW = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)
MOST_FOR_ADDRESS = 5
MOST_FOR_PLACE = 30


def place_of(request: HttpRequest) -> str:
    """Return a digest of where on the network the request comes from.

    Behind N proxies of ours the Nth address from the right of X-Forwarded-For counts; whatever
    stands left of it was written by the asker.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        chain = request.headers.get("X-Forwarded-For", "").replace(" ", "").split(",")
        address = chain[-min(settings.TRUSTED_PROXIES, len(chain))] or address
    return _digest("place", address)


def seconds_to_wait(email: str, place: str, *, at: datetime) -> int:
    """Return how long this place has to wait before this address may be tried again."""
    recent = SignInFailure.objects.filter(place_digest=place, at__gt=at - WINDOW)
    by_address = recent.filter(email_digest=_digest("email", email.strip().lower()))
    limits = ((by_address, MOST_FOR_ADDRESS), (recent, MOST_FOR_PLACE))
    return max(_wait(failures, most, at) for failures, most in limits)


def note_failure(email: str, place: str, *, at: datetime) -> None:
    """Remember one failure and forget those of yesterday."""
    SignInFailure.objects.filter(at__lt=at - KEPT_FOR).delete()
    SignInFailure.objects.create(
        email_digest=_digest("email", email.strip().lower()), place_digest=place, at=at
    )


def forget(email: str, place: str) -> None:
    """Forget the failures of an address from a place, because its owner came in."""
    digest = _digest("email", email.strip().lower())
    SignInFailure.objects.filter(place_digest=place, email_digest=digest).delete()


def _wait(failures: QuerySet[SignInFailure], most: int, at: datetime) -> int:
    times = list(failures.order_by("-at").values_list("at", flat=True)[:most])
    if len(times) < most:
        return 0
    return max(1, int((times[-1] + WINDOW - at).total_seconds()))


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"imrportal.attempts.{kind}", value, algorithm="sha256").hexdigest()[:32]
