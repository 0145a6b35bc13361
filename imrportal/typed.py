"""What was typed into a form that could not be taken: kept through a sign-in, shown to copy."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from imrportal.accounts.forms import SignInForm

SALT = "imrportal.typed"
MAX_AGE_SECONDS = 3600
SECRET_NAMES = ("password", "csrfmiddlewaretoken", "kept")


@dataclass(frozen=True)
class TypedField:
    """One field of a form as it came: its name in words, and its text."""

    label: str
    text: str


@dataclass(frozen=True)
class KeptForm:
    """A form that waits for its sender to sign in again."""

    path: str
    user_id: int | None
    fields: QueryDict

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every name with each of its values, to be sent again."""
        return [(name, value) for name, values in self.fields.lists() for value in values]


def readable(request: HttpRequest) -> list[TypedField]:
    """Return the words of a sent form, without secrets, keys and empty fields."""
    if request.method != "POST":
        return []
    return [
        TypedField(name.rpartition("-")[2].replace("_", " ").capitalize(), value)
        for name, values in request.POST.lists()
        for value in values
        if not _is_secret(name) and any(mark in value for mark in (" ", "\n"))
    ]


def keep_for_sign_in(request: HttpRequest) -> HttpResponse:
    """Answer a form from someone who is signed out with the sign-in page that carries the form."""
    fields = [[name, values] for name, values in request.POST.lists() if not _is_secret(name)]
    kept = {"path": request.get_full_path(), "user": _sender(request), "fields": fields}
    context = {
        "form": SignInForm(),
        "kept": signing.dumps(kept, salt=SALT, compress=True),
        "next": request.get_full_path(),
        "reason": request.session_end,
        "lost_files": bool(request.FILES),
    }
    return render(request, "registration/sign_in.html", context, status=401)


def kept_form(value: str, user: Any) -> KeptForm | None:
    """Return the form in a kept value if it is ours, fresh, and `user` had sent it."""
    try:
        kept = signing.loads(value, salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    if kept["user"] not in (None, user.pk):
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"]:
        fields.setlist(name, values)
    return KeptForm(kept["path"], kept["user"], fields)


def _sender(request: HttpRequest) -> int | None:
    return getattr(request, "session_user", None)


def _is_secret(name: str) -> bool:
    return any(part in name.lower() for part in SECRET_NAMES)
