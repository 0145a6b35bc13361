"""Letters that nobody waits for, so that an answer takes as long for an unknown address."""

from celery import shared_task

from imrportal.accounts import mail
from imrportal.accounts.models import User


@shared_task
def send_reset_link(user_id: int) -> None:
    """Send the one-time link, if the account may still have one."""
    user = User.objects.filter(pk=user_id, is_active=True, is_service=False).first()
    if user is not None:
        mail.send_link(user, mail.RESET)
