"""Tables of the judgement, one noun a file."""

from reviews.models.acknowledgements import RecordAcknowledgement
from reviews.models.attestations import ConflictAttestation
from reviews.models.deliveries import Delivery
from reviews.models.determinations import Determination, GuidelineCitation, ServiceDecision
from reviews.models.drafts import Draft, DraftCitation, ServiceDraft
from reviews.models.evidence import CitedPassage, EvidenceLink, Highlight, SetAside
from reviews.models.findings import CheckRun, FindingAnswer
from reviews.models.guidelines import GuidelineLoad, LoadedEdition
from reviews.models.letters import DeterminationLetter
from reviews.models.offers import ReviewOffer
from reviews.models.phrases import Phrase
from reviews.models.quality import QualityCheck
from reviews.models.questions import ReviewerQuestion
from reviews.models.rechecks import ConflictRecheck
from reviews.models.reviews import Review
from reviews.models.revisions import DraftRevision
from reviews.models.roster import Certification, Licence, Reviewer

__all__ = [
    "Certification",
    "CitedPassage",
    "CheckRun",
    "ConflictAttestation",
    "ConflictRecheck",
    "Delivery",
    "Determination",
    "DeterminationLetter",
    "Draft",
    "DraftCitation",
    "DraftRevision",
    "EvidenceLink",
    "FindingAnswer",
    "GuidelineCitation",
    "GuidelineLoad",
    "Highlight",
    "Licence",
    "LoadedEdition",
    "Phrase",
    "QualityCheck",
    "RecordAcknowledgement",
    "Review",
    "ReviewOffer",
    "Reviewer",
    "ReviewerQuestion",
    "ServiceDecision",
    "ServiceDraft",
    "SetAside",
]
