"""The demonstration is prepared in demonstration mode only, and says who may sign in."""

import pytest
from django.core.management import CommandError, call_command

from imrportal.accounts.demonstration import ACCOUNTS
from imrportal.management.commands.prepare_demonstration import accounts_table


def test_it_is_refused_in_production(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="set IMRPORTAL_DEMO=1"):
        call_command("prepare_demonstration")


def test_every_account_is_shown_with_its_role_and_password():
    lines = accounts_table().splitlines()

    assert len(lines) == len(ACCOUNTS)
    for account, line in zip(ACCOUNTS, lines, strict=True):
        assert line.split()[0] == account.email
        assert line.endswith(account.password)
