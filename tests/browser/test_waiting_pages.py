"""A page that waits keeps itself current, quietly: no reload, no theft of the focus."""

import io

from django.utils import timezone
from playwright.sync_api import expect

from cases import blobs
from cases.models import ReceivedFile
from tests.factories import make_case, make_record, tiny_pdf

SAID = """() => {
  window.said = []; window.swaps = 0;
  const region = document.getElementById("file-said");
  if (!region) return;
  new MutationObserver(() => said.push(region.textContent.trim()))
    .observe(region, {childList: true, subtree: true});
  document.addEventListener("htmx:afterSwap", () => swaps++);
}"""


def test_a_record_is_opened_before_it_can_be_read_and_shows_itself(desk, cora):
    content = tiny_pdf("Lumbar strain.")
    record = make_record(make_case("awaiting_records"), content=content)
    file = ReceivedFile.objects.filter(pk=record.received_file_id)
    file.update(step="received", ready_at=None, working_sha256="")
    page = desk(cora)
    page.clock.install()
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', {SAID})")
    page.goto(f"/cases/{record.case.case_number}/records/{record.pk}/")
    link = page.get_by_role("link", name="Supersede")
    link.focus()
    expect(page.get_by_text("The file is being checked and prepared")).to_be_visible()
    asked = "/progress/"
    for _ in range(3):
        with page.expect_response(lambda answer: asked in answer.url):
            page.clock.run_for(2000)
    assert page.evaluate("swaps") == 1  # the first answer; what says the same changes nothing
    sha256, size = blobs.store(io.BytesIO(content))
    file.update(step="sanitised", working_sha256=sha256, working_size=size)
    expect(page.locator(".record-viewer canvas").first).to_be_visible()
    expect(page.get_by_text("its text is still being taken down")).to_be_visible()
    file.update(step="ready", ready_at=timezone.now())
    expect(page.get_by_text("The file is ready.").first).to_be_visible()
    expect(link).to_be_focused()
    assert page.evaluate("said") == ["The file can be read.", "The file is ready."]
    assert page.locator("#file-state[hx-get]").count() == 0


def test_a_server_that_is_away_for_a_moment_is_said_and_taken_back(desk, cora):
    record = make_record(make_case("awaiting_records"), content=tiny_pdf("Lumbar strain."))
    ReceivedFile.objects.filter(pk=record.received_file_id).update(step="read", ready_at=None)
    page = desk(cora)
    page.route("**/progress/*", lambda route: route.abort())
    page.goto(f"/cases/{record.case.case_number}/records/{record.pk}/")
    expect(page.get_by_text("what this page shows may not be current")).to_be_visible()
    expect(page.get_by_text("may not have been saved")).to_have_count(0)
    page.unroute_all()
    expect(page.get_by_text("what this page shows may not be current")).to_have_count(0)
