"""One case at a chosen stage with everybody who could want to look at it.

Rita holds the case from its review on. Olga has an accepted offer while it is ready for review and
a declined one after; Wilma reviewed it before and withdrew; Otto never had to do with it.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cases.actions.deadlines import refresh_deadlines
from cases.book import key_of
from cases.lifecycle import MAIN_LINE, CaseStatus
from cases.models import Case
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from reviews.lifecycle import OfferStatus, ReviewStatus
from reviews.models import Reviewer
from tests.factories import (
    make_case,
    make_case_file_upload,
    make_delivery,
    make_determination,
    make_director,
    make_ending,
    make_extension,
    make_fee,
    make_intake_draft,
    make_letter,
    make_message,
    make_offer,
    make_organization,
    make_phrase,
    make_question,
    make_record,
    make_review,
    make_reviewer,
    make_revision,
    make_toll,
    make_user,
)
from tests.factories.binders import make_binder
from tests.factories.notices import make_notice, make_service_of_notice, served
from tests.factories.pages import make_page, make_sent_file, make_tray_file
from tests.factories.transfers import make_transfer

ROLE_BY_ACTOR = {
    "cora": Role.COORDINATOR,
    "quinn": Role.QUALITY,
    "quincy": Role.QUALITY,
    "stella": Role.STAFF,
    "ada": Role.ADMINISTRATOR,
    "audrey": Role.AUDITOR,
}
REVIEWERS = ("rita", "olga", "wilma", "otto")
DIRECTORS = ("max", "mona")
ANONYMOUS = "anonymous"
ACTORS = (ANONYMOUS, "cora", *REVIEWERS, "quinn", "max", "stella", "ada", "audrey")
REVIEW_STATUS_BY_STAGE = {
    CaseStatus.IN_REVIEW: ReviewStatus.DRAFTING,
    CaseStatus.IN_QUALITY_CHECK: ReviewStatus.SUBMITTED,
    CaseStatus.APPROVED: ReviewStatus.APPROVED,
    CaseStatus.SIGNED: ReviewStatus.SIGNED,
    CaseStatus.SEALED: ReviewStatus.SIGNED,
    CaseStatus.ISSUED: ReviewStatus.SIGNED,
}


@dataclass
class World:
    """People by name, the case, and a value for every argument that an address may ask for."""

    people: dict[str, User]
    case: Case
    arguments: dict[str, Any] = field(default_factory=dict)


def make_people() -> dict[str, User]:
    """Make the cast; the reviewers have their rows on the roster."""
    people = {n: make_user(role, **_called(n)) for n, role in ROLE_BY_ACTOR.items()}
    people |= {n: make_user(Role.REVIEWER, **_called(n)) for n in REVIEWERS}
    people |= {n: make_director(**_called(n)) for n in DIRECTORS}
    for name in REVIEWERS:
        make_reviewer(people[name])
    make_organization(medical_director=people["max"])
    return people


def _called(name: str) -> dict[str, str]:
    return {"email": f"{name}@imr.test", "full_name": f"{name.title()} Of-The-Cast"}


def make_world(stage: str, people: dict[str, User] | None = None) -> World:
    """Make the case at `stage`, a status or `offered`, with everything that comes before it."""
    people = people or make_people()
    case = make_case(CaseStatus.READY_FOR_REVIEW if stage == "offered" else stage)
    world = World(people, case)
    if stage == "offered" or _has_reached(stage, CaseStatus.READY_FOR_REVIEW):
        make_review(case, people["wilma"].reviewer, ReviewStatus.WITHDRAWN)
        status = OfferStatus.OFFERED if stage == "offered" else OfferStatus.ACCEPTED
        is_later = stage in REVIEW_STATUS_BY_STAGE
        offer = make_offer(
            case, people["olga"].reviewer, OfferStatus.DECLINED if is_later else status
        )
        world.arguments["offer_id"] = offer.pk
    if stage in REVIEW_STATUS_BY_STAGE:
        _make_work(world, stage)
    world.arguments |= _arguments(world)
    return world


def _make_work(world: World, stage: str) -> None:
    people, status = world.people, REVIEW_STATUS_BY_STAGE[CaseStatus(stage)]
    reviewer: Reviewer = people["rita"].reviewer
    review = make_review(world.case, reviewer, status)
    world.arguments |= {"review_id": review.pk, "revision": make_revision(review).revision}
    world.arguments["question_id"] = make_question(review).pk
    if status == ReviewStatus.DRAFTING:
        return
    signers = {"approved_by": people["quincy"]} if status != ReviewStatus.SUBMITTED else {}
    if status == ReviewStatus.SIGNED:
        signers["signed_by"] = people["mona"]
    version = make_determination(review, status, **signers)
    if status == ReviewStatus.SIGNED:
        is_ready = stage in (CaseStatus.SEALED, CaseStatus.ISSUED)
        for form in ("public", "served"):
            letter = make_letter(version, form, "ready" if is_ready else "queued")
        world.arguments["delivery_id"] = make_delivery(letter).pk
        world.arguments["letter_id"] = letter.pk


def _arguments(world: World) -> dict[str, Any]:
    case = world.case
    record = case.records.first() or make_record(case)
    rita = world.people["rita"].reviewer
    earlier = make_page(make_record(case), text="Lumbar flexion is limited to forty degrees.")
    page = make_page(record, text="Lumbar flexion is limited.", near_duplicate_of=earlier)
    make_ending(case, taken_back_at=timezone.now(), taken_back_reason="Another case was meant.")
    if not case.is_open:
        make_fee(case)
    notice = make_notice(case, status="ready")
    make_service_of_notice(notice, **served(by=world.people["stella"]))
    refresh_deadlines(case, by=None, at=timezone.now(), reason="world.made")
    make_extension(case, asked_by=world.people["cora"])
    return {
        "toll_id": make_toll(case).pk,
        "message_id": make_message(world.people["cora"], case=case, key=case.case_number).pk,
        "case_number": case.case_number,
        "record_id": record.pk,
        "service_id": case.services.first().pk,
        "position": 1,
        "number": notice.number,
        "page_key": key_of(page.pk, page.number),
        "card": uuid.uuid4(),
        "size": "thumb",
        "download": make_binder(case, world.people["cora"]).number,
        "degrees": "90",
        "party_id": case.parties.first().pk,
        "role": "employer",
        "pseudonym": rita.pseudonym,
        "reviewer": rita.pseudonym,
        "user_id": world.people["quincy"].pk,
        "phrase_id": (rita.phrases.first() or make_phrase(rita)).pk,
        "form": "served",
        "part": "summary",
        "revision": 1,
        "place": 1,
        "clock": "D1",
        "kind": "judicial_holidays",
        "upload_key": make_case_file_upload(world.people["cora"]).key,
        "tray_id": make_tray_file().pk,
        "aside_id": make_tray_file(set_aside_at=timezone.now(), set_aside_reason="Of no case.").pk,
        "sent_id": make_sent_file(case).pk,
        "transfer_key": make_transfer(world.people["cora"], case=case).key,
        "key": make_intake_draft(world.people["cora"]).key,
        "name": "2026-04",
        "token": "unknown",
    }


def _has_reached(stage: str, status: CaseStatus) -> bool:
    return stage in MAIN_LINE and MAIN_LINE.index(CaseStatus(stage)) >= MAIN_LINE.index(status)
