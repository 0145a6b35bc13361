"""The page of one case on which records are uploaded, open and with its kind chosen."""

import pytest

from tests.factories import make_case


@pytest.fixture
def case():
    return make_case("awaiting_records")


@pytest.fixture
def upload(desk, cora, case):
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/records/upload/")
    page.get_by_label("Kind").select_option(label="Progress report")
    return page
