"""Separation of duties on one case: why this person may not check, or may not sign, in sentences.

Asked by the actions, and by the pages that explain a missing button. The parts that a row can say
are constraints too.
"""

from typing import Any

from cases.models import Organization
from reviews.models import Determination


def reasons_not_to_check(version: Determination, user: Any) -> list[str]:
    """Return why the user may not approve or return this version; empty if he may."""
    reasons = []
    if user.pk in (version.submitted_by_id, version.review.reviewer.user_id):
        reasons.append(
            "Nobody checks what he wrote himself: ask a colleague to look at this version."
        )
    if _brought_the_reviewer(version, user):
        reasons.append(
            "Whoever assigned the case or offered it to a reviewer does not check the result: "
            "ask a colleague who had no part in that."
        )
    return reasons


def reasons_not_to_sign(version: Determination, user: Any) -> list[str]:
    """Return why the user may not sign this version; empty if he may."""
    reasons = []
    if user.pk in (version.submitted_by_id, version.review.reviewer.user_id):
        reasons.append("Nobody signs what he wrote himself: another director has to sign.")
    if user.pk == version.approved_by_id:
        reasons.append(
            "You approved this version in quality check, so another director has to sign it."
        )
    if _brought_the_reviewer(version, user):
        reasons.append(
            "Whoever assigned the case or offered it to a reviewer does not sign the "
            "determination: another director has to."
        )
    if not signing_director(user, version.case.organization).is_licensed_to_sign:
        reasons.append(
            "Only a physician recorded as licensed by the Medical Board or the Osteopathic "
            "Medical Board of California signs (LC 139.5(c)(1)): an administrator can record the "
            "licence with the account."
        )
    return reasons


def signing_director(user: Any, organization: Organization) -> Any:
    """Return whose name and licence the signature carries.

    A person signs for himself. A service account, which commands act as, signs for the director
    whom the organization names, if it names one.
    """
    if user.is_service and organization.medical_director is not None:
        return organization.medical_director
    return user


def _brought_the_reviewer(version: Determination, user: Any) -> bool:
    if version.case.assigned_by_id == user.pk:
        return True
    return version.case.review_offers.filter(offered_by=user).exists()
