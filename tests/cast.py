"""The cast: the same people in every test, each with one role.

Cora and Cyrus coordinate, Rita reviews, Otto is a stranger (a reviewer without grants), Quinn and
Quincy check quality, Max and Mona direct, Stella is release staff, Ada administers, Audrey audits.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import Organization
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from tests.factories import make_director, make_organization, make_reviewer, make_user


@pytest.fixture
def organization(db) -> Organization:
    """The site's own organization."""
    return make_organization()


@pytest.fixture
def cora(db) -> User:
    """A coordinator."""
    return make_user(Role.COORDINATOR, full_name="Cora Coordinator", email="cora@imr.test")


@pytest.fixture
def cyrus(db) -> User:
    """Another coordinator."""
    return make_user(Role.COORDINATOR, full_name="Cyrus Coordinator", email="cyrus@imr.test")


@pytest.fixture
def rita(db) -> User:
    """A reviewer; her roster row is `rita.reviewer`."""
    user = make_user(Role.REVIEWER, full_name="Rita Reviewer", email="rita@imr.test")
    make_reviewer(user)
    return user


@pytest.fixture
def otto(db) -> User:
    """A stranger: a reviewer on the roster to whom no case was granted."""
    user = make_user(Role.REVIEWER, full_name="Otto Stranger", email="otto@imr.test")
    make_reviewer(user)
    return user


@pytest.fixture
def quinn(db) -> User:
    """Someone who checks quality."""
    return make_user(Role.QUALITY, full_name="Quinn Quality", email="quinn@imr.test")


@pytest.fixture
def quincy(db) -> User:
    """Another who checks quality."""
    return make_user(Role.QUALITY, full_name="Quincy Quality", email="quincy@imr.test")


@pytest.fixture
def max(db) -> User:
    """The medical director whom the organization names, licensed to sign."""
    user = make_director(full_name="Max Director, MD", email="max@imr.test")
    make_organization(medical_director=user)
    return user


@pytest.fixture
def mona(db) -> User:
    """Another medical director, licensed to sign."""
    return make_director(full_name="Mona Director, MD", email="mona@imr.test")


@pytest.fixture
def stella(db) -> User:
    """Release staff."""
    return make_user(Role.STAFF, full_name="Stella Staff", email="stella@imr.test")


@pytest.fixture
def ada(db) -> User:
    """An administrator."""
    return make_user(Role.ADMINISTRATOR, full_name="Ada Administrator", email="ada@imr.test")


@pytest.fixture
def audrey(db) -> User:
    """An auditor."""
    return make_user(Role.AUDITOR, full_name="Audrey Auditor", email="audrey@imr.test")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A function that returns a client signed in as the user it is given."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
