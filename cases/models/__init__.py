"""Tables of the file of a case, one noun a file."""

from cases.models.access import CaseGrant
from cases.models.application import Application, UrDecision
from cases.models.audit import AuditEvent, AuditHead, AuditSeal
from cases.models.binders import Binder
from cases.models.case import Case, CaseNumberCounter, Organization
from cases.models.casefiles import CaseFileRecord, CaseFileUpload
from cases.models.clocks import ClockEvent, ClockToll, Extension, PriorityChange
from cases.models.deadlines import Deadline, Recount, RuleDocument
from cases.models.disputes import AdministratorCitation, Basis, Citation, DisputedService
from cases.models.duplicates import DuplicateSuspicion
from cases.models.eligibility import EligibilityDecision, EligibilityFinding
from cases.models.endings import EndedService, Ending
from cases.models.expected import ExpectedRecord, RecordsSilence
from cases.models.fees import FeeEvent
from cases.models.files import ReceivedFile
from cases.models.importing import FolderFile
from cases.models.intake import IntakeAttachment, IntakeDraft
from cases.models.messages import Message
from cases.models.notes import ContactNote
from cases.models.notices import Notice, NoticeService
from cases.models.pages import (
    CaseWord,
    PageGrams,
    PageText,
    RecordPage,
    SuggestedDocument,
    UnreadPage,
)
from cases.models.parties import Party
from cases.models.reading import PageReading, PageTurn, ReadingPlace
from cases.models.records import MedicalRecord
from cases.models.service_changes import Consolidation, ServiceChange
from cases.models.transfers import Transfer, TransferPart

__all__ = [
    "AdministratorCitation",
    "Application",
    "AuditEvent",
    "AuditHead",
    "AuditSeal",
    "Basis",
    "Binder",
    "Case",
    "CaseFileRecord",
    "CaseFileUpload",
    "CaseGrant",
    "CaseNumberCounter",
    "CaseWord",
    "Citation",
    "ClockEvent",
    "ClockToll",
    "Consolidation",
    "ContactNote",
    "Deadline",
    "DisputedService",
    "DuplicateSuspicion",
    "EligibilityDecision",
    "EligibilityFinding",
    "IntakeAttachment",
    "IntakeDraft",
    "EndedService",
    "Ending",
    "ExpectedRecord",
    "FeeEvent",
    "FolderFile",
    "Extension",
    "MedicalRecord",
    "Notice",
    "NoticeService",
    "Message",
    "Organization",
    "PageReading",
    "PageGrams",
    "PageText",
    "PageTurn",
    "Party",
    "ReadingPlace",
    "ReceivedFile",
    "RecordPage",
    "PriorityChange",
    "RecordsSilence",
    "Recount",
    "RuleDocument",
    "ServiceChange",
    "SuggestedDocument",
    "Transfer",
    "TransferPart",
    "UnreadPage",
    "UrDecision",
]
