"""The kinds of notices, and what they are called."""

from django.db.models import TextChoices


class NoticeKind(TextChoices):
    """What a notice tells the parties (8 CCR 9792.10.3, 9792.10.4; LC 4610.5, 4610.6)."""

    ASSIGNMENT = "assignment", "Notice of assignment and request for information"
    INFORMATION = "information", "Request for missing information"
    INELIGIBILITY = "ineligibility", "Notice of ineligibility"
    DEFERRAL = "deferral", "Notice of deferral"
    CONVERSION = "conversion", "Notice of conversion to expedited review"
    TERMINATION = "termination", "Notice of termination"
    QUESTION = "question", "Copy of a question to a party"
    ANSWER = "answer", "Copy of a party's answer"


class ServiceMethod(TextChoices):
    """How a paper is served on a recipient (CCP 1013; 8 CCR 10605)."""

    MAIL = "mail", "Mail"
    ELECTRONIC = "electronic", "Electronic"
    FAX = "fax", "Fax"
    PERSONAL = "personal", "Personal service"


# Methods by which a paper leaves in an envelope.
IN_AN_ENVELOPE = (ServiceMethod.MAIL, ServiceMethod.PERSONAL)
