"""Work lists of the site: for administrators and auditors, and those of every app together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases import access, messages, risks
from cases import queues as of_cases
from cases.messages import Told
from cases.models import AuditEvent, Message
from cases.queues import WorkList, WorkRow
from imrportal import health
from imrportal.accounts.models import User
from reviews import queues as of_reviews

MOST_LISTS = 3
SHOWN = 8
RISK_BY_TONE = {"stop": 3, "warn": 2, "info": 1, "good": 0}
VERIFIED_EVERY = timedelta(days=7)
THING_BY_NAME = {
    "database": "The database does not answer",
    "broker": "The broker does not answer: letters wait until it does",
    "sweep": "No sweep has looked for lost letters lately: are worker and beat running?",
}


@dataclass(frozen=True)
class Desk:
    """What somebody sees first: the most pressing lists, the others folded, and all counted."""

    lists: list[WorkList]
    folded: list[WorkList]
    counted: list[WorkList]


def desk_of(user: Any, now: datetime) -> Desk:
    """Return the lists of every app for this person, those with the greatest risk first."""
    own = [make(now) for permission, make in LISTS if user.has_perm(permission)]
    own += [*risks.at_risk(user, now), *to_read(user, now)]
    all_lists = [*own, *of_cases.work_lists(user, now), *of_reviews.work_lists(user, now)]
    ordered = sorted(all_lists, key=_risk, reverse=True)
    folded = [one for one in ordered[MOST_LISTS:] if one.rows]
    return Desk(ordered[:MOST_LISTS], folded, [one for one in all_lists if one.total])


def to_set_up(now: datetime) -> WorkList:
    """List what an administrator has to see to."""
    rows = [*_failures(now), *_organization(), *_invitations(now)]
    empty = "Nothing to see to. Invitations that wait, and anything that fails, come here."
    return WorkList("To see to", tuple(rows), empty, len(rows))


def to_audit(now: datetime) -> WorkList:
    """List what an auditor may want to look into."""
    rows = [*_verification(now), *_failed_sign_ins(now), *_changed_accounts(now)]
    empty = "Nothing stands out. Failed sign-ins and changed accounts come here."
    return WorkList("To look into", tuple(rows), empty, len(rows), reverse("cases:audit"))


def to_read(user: Any, now: datetime) -> list[WorkList]:
    """List what this person was told and has not read; no list where there is nothing."""
    unread = messages.unread(user)
    if user.has_perm(risks.SEES):
        # What a reminder says stands in the list of what is due already.
        unread = unread.exclude(kind=Message.Kind.REMINDER)
    rows = tuple(_message(one) for one in messages.told(unread[:SHOWN], timezone.localdate(now)))
    if not rows:
        return []
    return [WorkList("Messages", rows, "Nothing new.", unread.count(), reverse("cases:messages"))]


def _message(one: Told) -> WorkRow:
    number = f"{one.message.case.case_number}: " if one.message.case else ""
    url = one.url
    if one.is_offer:
        url = reverse("reviews:offer", args=[one.message.case.case_number])
    return WorkRow(f"{number}{one.words}", "", url, one.badge, one.tone, "Read")


LISTS: tuple[tuple[str, Callable[[datetime], WorkList]], ...] = (
    ("accounts.manage_users", to_set_up),
    ("cases.read_audit", to_audit),
)


def _risk(one: WorkList) -> tuple[int, int]:
    return max((RISK_BY_TONE.get(row.badge_tone, 1) for row in one.rows), default=-1), one.total


def _failures(now: datetime) -> list[WorkRow]:
    verdicts = health.verdicts(now)
    return [
        WorkRow(words, "", reverse("health"), "Failed", "stop", "Look")
        for name, words in THING_BY_NAME.items()
        if verdicts.get(name) == "failed"
    ]


def _organization() -> list[WorkRow]:
    own = access.own_organization()
    if own is not None and own.medical_director_id:
        return []
    words = "Name the medical director" if own else "Name the organization and its director"
    detail = "Nothing can be signed before (LC 139.5(c)(1))."
    return [WorkRow(words, detail, reverse("cases:organization"), "Missing", "stop", "Name")]


def _invitations(now: datetime) -> list[WorkRow]:
    waiting = [
        user
        for user in User.objects.people().filter(is_active=True, invited_at__isnull=False)
        if not user.has_usable_password()
    ]
    lifetime = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return [_invitation(user, now - user.invited_at > lifetime) for user in waiting]


def _invitation(user: User, is_over: bool) -> WorkRow:
    return WorkRow(
        f"{user.full_name} has not chosen a password yet",
        user.get_role_display(),
        reverse("accounts:user", args=[user.pk]),
        "Link is over" if is_over else "Invited",
        "warn" if is_over else "info",
        "Send again" if is_over else "Open",
    )


def _verification(now: datetime) -> list[WorkRow]:
    last = AuditEvent.objects.filter(kind="audit.verified").order_by("-pk").first()
    if last is not None and not last.data.get("is_intact"):
        words, badge, tone = "The last verification found the trail broken", "Broken", "stop"
    elif last is None:
        words, badge, tone = "Verify the audit trail", "Never verified", "warn"
    elif now - last.at > VERIFIED_EVERY:
        words, badge, tone = "Verify the audit trail", "Over a week ago", "warn"
    else:
        words, badge, tone = "The trail was intact when last verified", _when(last.at), "good"
    return [WorkRow(words, "", reverse("cases:audit"), badge, tone, "Open")]


def _failed_sign_ins(now: datetime) -> list[WorkRow]:
    kind = "account.sign_in_failed"
    count = AuditEvent.objects.filter(kind=kind, at__gt=now - timedelta(days=1)).count()
    words = f"{count} failed sign-in{'' if count == 1 else 's'} since yesterday"
    url = f"{reverse('cases:audit')}?kind={kind}"
    return [WorkRow(words, "", url, "", "warn" if count > 20 else "info", "Read")] if count else []


def _changed_accounts(now: datetime) -> list[WorkRow]:
    kinds = ("account.invited", "account.edited", "account.deactivated", "account.reactivated")
    count = AuditEvent.objects.filter(kind__in=kinds, at__gt=now - timedelta(days=7)).count()
    words = f"{count} change{'' if count == 1 else 's'} of accounts this week"
    url = f"{reverse('cases:audit')}?kind=account.edited"
    return [WorkRow(words, "", url, "", "info", "Read")] if count else []


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
