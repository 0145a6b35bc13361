"""Makers: one function a noun, with plain, visible data; a maker brings along what its row needs.

A case is made at a status as if the actions had taken it there, but without their audit rows: tests
of actions take the steps themselves. Every name is invented.
"""

from tests.factories.case_file import (
    ORGANIZATION,
    PASSWORD,
    make_case,
    make_director,
    make_eligibility,
    make_finding,
    make_organization,
    make_party,
    make_record,
    make_service,
    make_user,
    tiny_pdf,
)
from tests.factories.clocks import (
    make_conversion,
    make_event,
    make_extension,
    make_message,
    make_toll,
)
from tests.factories.endings import (
    ending_entry,
    make_ending,
    make_fee,
    make_item,
    make_silence,
)
from tests.factories.intake import make_attachment, make_case_file_upload, make_intake_draft
from tests.factories.judgement import (
    make_delivery,
    make_determination,
    make_letter,
    make_loaded_edition,
    make_offer,
    make_phrase,
    make_question,
    make_review,
    make_reviewer,
    make_revision,
    open_records,
)
from tests.factories.letter_content import NOON, PARTIES, RATIONALE, SUMMARY, make_content

__all__ = [
    "NOON",
    "ORGANIZATION",
    "PARTIES",
    "PASSWORD",
    "RATIONALE",
    "SUMMARY",
    "make_attachment",
    "ending_entry",
    "make_case",
    "make_case_file_upload",
    "make_content",
    "make_conversion",
    "make_delivery",
    "make_determination",
    "make_director",
    "make_eligibility",
    "make_ending",
    "make_fee",
    "make_event",
    "make_extension",
    "make_finding",
    "make_intake_draft",
    "make_item",
    "make_letter",
    "make_loaded_edition",
    "make_message",
    "make_offer",
    "make_organization",
    "make_party",
    "make_phrase",
    "make_question",
    "make_record",
    "make_review",
    "make_reviewer",
    "make_revision",
    "make_service",
    "make_toll",
    "make_silence",
    "make_user",
    "open_records",
    "tiny_pdf",
]
