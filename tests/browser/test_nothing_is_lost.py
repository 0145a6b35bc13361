"""500 edits while network, session, server and tab die at random: a reload finds what was typed.

What is promised: whatever was typed three seconds before the tab died is there, in order, with
nothing missing in between; and nothing is ever called a conflict of the page with itself.
"""

import contextlib
import os
import random
import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from reviews.models import Draft, DraftRevision, ServiceDraft
from tests.browser.site_process import SiteProcess
from tests.factories import PASSWORD, make_review

SEED = int(os.environ.get("IMRPORTAL_SEED", "5"))
EDITS = 500
PROMISED = 3.0
SUMMARY, SERVICE = "summary", "1"
BOX = {SUMMARY: "#summary-text", SERVICE: "#rationale"}
WORD = re.compile(r"[s1]\d{4}")
ENDS = "([selector, word]) => document.querySelector(selector)?.value.trimEnd().endsWith(word)"


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer, is_written=False)


@pytest.fixture
def site(subprocess_env, tmp_path):
    process = SiteProcess(subprocess_env, tmp_path / "site.log")
    process.start()
    process.wait()
    yield process
    process.kill()


@pytest.fixture
def context(browser, site):
    opened = browser.new_context(base_url=site.url)
    opened.set_default_timeout(40_000)
    yield opened
    opened.close()


class Writer:
    """Rita at her keyboard, with what she typed and when."""

    def __init__(self, context, site, user, review, chance):
        self.context, self.site, self.user, self.chance = context, site, user, chance
        self.address = f"/reviews/{review.case.case_number}/workbench/?part="
        self.fates = random.Random(SEED + 1)  # asked when the network asks, so its own
        self.page, self.part, self.typed, self.next = None, SUMMARY, [], 0
        self.is_cut, self.ailing, self.to_come_late, self.deaths = False, 0, [], 0
        self.is_interrupted = False  # the page closed itself in the middle of a word
        context.route(re.compile(r"/workbench/(summary|services/\d+)/$"), self.carry)

    def open(self):
        """Open the page in a new tab, signing in if the site asks for it."""
        self.page = self.context.new_page()
        self.page.goto(self.address + self.part)
        if "sign-in" in self.page.url:
            sign_in(self.page, self.user)
        self.page.wait_for_selector(f"form[data-kept]:has({BOX[self.part]})")

    def edit(self):
        """Type one more word, if the page is open to it; what is seen on the page was typed."""
        self.come_back_in()
        if self.is_interrupted:
            self.take_back_half_a_word()
        word = f"{self.part[0]}{self.next:04d}"
        self.next += 1
        self.page.locator(BOX[self.part]).press("Control+End")
        self.page.keyboard.type(f" {word}")
        self.is_interrupted = not self.page.evaluate(ENDS, [BOX[self.part], word])
        if not self.is_interrupted:
            self.typed.append((word, time.monotonic()))

    def take_back_half_a_word(self):
        """Take away what stands of a word whose end is missing; return it."""
        box = self.page.locator(BOX[self.part])
        last = " ".join(box.input_value().split()[-1:])
        if not last or WORD.fullmatch(last):
            return ""
        box.press("Control+End")
        box.press("Control+Backspace")
        return last

    def come_back_in(self):
        """Sign in again where the page says that the session is over."""
        cover = self.page.locator(".cover")
        if not cover.count():
            return
        self.site.wait()
        self.heal()
        with self.page.expect_popup() as opening:
            cover.get_by_role("link", name="Sign in in a new tab").click()
        sign_in(opening.value, self.user)
        opening.value.close()
        cover.get_by_role("button", name="I have signed in").click()
        expect(cover).to_be_hidden()

    # What may happen.

    def lose_the_network(self):
        self.is_cut = True
        self.context.set_offline(True)

    def heal(self):
        self.context.set_offline(False)
        self.ailing, self.is_cut = 0, False

    def lose_answers(self):
        self.ailing = 2

    def end_the_session(self):
        Session.objects.all().delete()

    def kill_the_server(self):
        self.site.kill()
        self.site.start()

    def kill_the_tab(self):
        """Crash it, open it again, and look at what is left."""
        at, self.deaths = time.monotonic(), self.deaths + 1
        crash(self.page)
        self.to_come_late.clear()  # its connections end with it
        self.site.wait()
        self.heal()
        self.open()
        self.look(at)

    def look(self, killed_at):
        """All up to three seconds before is there, and in order; the page goes on from it."""
        found = self.page.locator(BOX[self.part]).input_value().split()
        half = self.take_back_half_a_word()  # the end came in the middle of a word
        if half:
            found.pop()
            assert self.is_interrupted or self.typed[len(found)][0].startswith(half)
        words = [word for word, _ in self.typed]
        assert found == words[: len(found)]
        assert len(found) >= sum(at <= killed_at - PROMISED for _, at in self.typed)
        expect(self.page.locator("[data-conflict]")).to_be_hidden()
        self.typed = self.typed[: len(found)]

    def carry(self, route):
        """Carry a save: well, or so that its answer is lost, or that it comes after the next."""
        fate = "is answered"
        if self.is_cut:
            fate = "never arrives"
        elif self.ailing:
            self.ailing -= 1
            fate = self.fates.choice(("never arrives", "answer is lost", "comes late"))
        with contextlib.suppress(Error):
            answer = None
            with contextlib.suppress(Error):
                if fate in ("is answered", "answer is lost"):
                    answer = route.fetch(timeout=15_000)
            if fate == "comes late":
                self.to_come_late.append(route.request)
            if answer and fate == "is answered":
                route.fulfill(response=answer)
                self.bring_the_late()
            else:
                route.abort()

    def bring_the_late(self):
        while self.to_come_late:
            late = self.to_come_late.pop()
            with contextlib.suppress(Error):
                self.context.request.fetch(
                    late.url, method="POST", headers=late.headers, data=late.post_data_buffer
                )

    def finish(self):
        """Wait until all is stored, signing in where the session turns out to be over."""
        self.site.wait()
        self.heal()
        until = time.monotonic() + 60
        while self.page.evaluate("document.autosaves.unsaved.length"):
            assert time.monotonic() < until
            self.come_back_in()
            self.page.evaluate("void document.autosaves.flush()")
            self.page.wait_for_timeout(200)

    def turn_to(self, part):
        """Go on in another part, once all of this one is stored."""
        self.finish()
        self.page.close()
        self.part, self.typed = part, []
        self.open()


def sign_in(page, user):
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def crash(page):
    """Let the tab's process die where it stands: no farewell, no last request."""
    with contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def stored(review, part):
    """The words of one part as the last save left them."""
    if part == SUMMARY:
        return Draft.objects.get(review=review).clinical_case_summary.split()
    drafts = ServiceDraft.objects.filter(draft__review=review, service__position=int(part))
    return drafts.get().decision_rationale.split()


def kept(review, part):
    """Every save of one part: its number, and its whole words."""
    place = None if part == SUMMARY else int(part)
    rows = DraftRevision.objects.filter(draft__review=review, service__position=place)
    return [(row.revision, WORD.findall(row.text)) for row in rows.order_by("revision")]


def check(review, part, typed):
    """What was typed is stored; the saves are counted without a gap, and none is out of order."""
    assert stored(review, part) == typed
    saves = kept(review, part)
    assert [number for number, _ in saves] == list(range(1, len(saves) + 1))
    assert all(words == sorted(set(words)) for _, words in saves)


def test_500_edits_survive_network_session_server_and_tab(context, site, review, rita):
    chance = random.Random(SEED)
    writer = Writer(context, site, rita, review, chance)
    writer.open()
    troubles = (
        *(writer.lose_the_network, writer.heal) * 3,
        *(writer.lose_answers,) * 3,
        *(writer.kill_the_tab,) * 3,
        writer.end_the_session,
        writer.kill_the_server,
    )
    for part in (SUMMARY, SERVICE):
        if part != writer.part:
            writer.turn_to(part)
        for _ in range(EDITS // 2):
            if chance.random() < 0.08:
                chance.choice(troubles)()
            writer.edit()
            writer.page.wait_for_timeout(chance.randrange(60))
        writer.finish()
        check(review, part, [word for word, _ in writer.typed])
    assert writer.next == EDITS
    assert writer.deaths >= 3
    expect(writer.page.locator("#saved-words")).to_have_text(re.compile("Saved "))
