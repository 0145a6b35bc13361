"""The frame of every page: signing in, the keyboard, and what axe has to say."""

from playwright.sync_api import expect


def test_the_way_in_is_the_sign_in_page(desk, cora):
    page = desk(cora)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Cora Coordinator").first).to_be_visible()
