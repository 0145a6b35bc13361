"""In a browser: one of five services is ended, and a record comes while the reviewer writes."""

from django.utils import timezone
from playwright.sync_api import expect

from cases.actions.reading import read_pages
from cases.models import MedicalRecord
from reviews.actions.acknowledgements import acknowledge_record
from reviews.models import RecordAcknowledgement
from tests.factories import make_case, make_determination, make_review
from tests.factories.books import make_document

# Where on its page an element stands, however far that is scrolled.
PLACE = "one => one.getBoundingClientRect().top + scrollY"


def test_one_of_five_services_is_authorized_and_the_rest_goes_on(desk, cora, rita):
    case = make_case("in_review", services=5)
    make_review(case, rita.reviewer)
    page = desk(cora)
    page.goto(case.get_absolute_url())
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="End the dispute").click()
    page.get_by_label("2. MRI of the lumbar spine").check()
    page.get_by_label("Authorized by the claims administrator").check()
    page.get_by_label("Told by").select_option("claims_administrator")
    page.get_by_role("textbox", name="Day of the event").fill("06/20/2025")
    page.get_by_role("textbox", name="Day the notice came").fill("06/30/2025")
    page.get_by_label("In words").fill("The administrator wrote that it pays for the scan.")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_text("4 services stay in dispute, and the case goes on")).to_be_visible()
    expect(page.get_by_text("That is late:")).to_be_visible()
    page.get_by_role("button", name="End 1 service").click()
    expect(page.get_by_text("One service has ended; the others go on.")).to_be_visible()
    expect(page.get_by_text("Ended: authorized by the claims administrator").first).to_be_visible()
    bench = desk(rita)
    bench.goto(f"/reviews/{case.case_number}/workbench/")
    expect(bench.locator(".bench-parts").get_by_text("2", exact=True)).to_have_count(0)
    assert [one.position for one in case.services.in_review().order_by("position")] == [1, 3, 4, 5]


def test_a_late_record_is_read_to_its_end_or_acknowledged_with_a_reason(desk, rita):
    case = make_case("in_review")
    make_review(case, rita.reviewer)
    record = make_document(case, ["The late report."] * 7, title="The late report")
    MedicalRecord.objects.filter(pk=record.pk).update(uploaded_at=timezone.now())
    page = desk(rita)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/reviews/{case.case_number}/workbench/")
    strip = page.locator("#late-records")
    expect(strip).to_contain_text("7 pages since you last read")
    expect(strip.get_by_role("button", name="Acknowledge")).to_be_hidden()
    expect(strip).to_contain_text("6 of its pages were not shown to you yet.")
    strip.get_by_role("link", name="Go to page 2").click()
    expect(page.locator("[data-book-number]")).to_have_value("2")
    expect(strip).to_contain_text("5 of its pages were not shown to you yet.")
    strip.get_by_label("Read on, or say why you need not").fill("The same letter seven times.")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Record {record.position} is acknowledged.")).to_be_visible()
    expect(strip).to_contain_text("Every record that came during the review is acknowledged")
    assert RecordAcknowledgement.objects.get().reason == "The same letter seven times."


def test_what_is_read_in_another_tab_is_recounted_where_the_reviewer_submits(desk, rita):
    case = make_case("in_review")
    make_review(case, rita.reviewer)
    record = make_document(case, ["The late report."] * 3, title="The late report")
    MedicalRecord.objects.filter(pk=record.pk).update(uploaded_at=timezone.now())
    page = desk(rita)
    page.goto(f"/reviews/{case.case_number}/submit/")
    strip = page.locator("#late-records")
    expect(strip).to_contain_text("Not opened yet: open it first.")
    first, second, third = record.record_pages.order_by("place")
    book = page.context.new_page()
    book.goto(f"/cases/{case.case_number}/book/?page={first.number}")
    expect(strip).to_contain_text("2 of its pages were not shown to you yet.", timeout=15000)
    reason = strip.get_by_label("Read on, or say why you need not")
    reason.fill("The same letter three times.")
    rows = strip.bounding_box()
    book.locator("[data-book-number]").fill(str(second.number))
    book.keyboard.press("Enter")
    expect(strip).to_contain_text("1 of its pages was not shown to you yet.", timeout=15000)
    expect(strip.get_by_role("link", name=f"Go to page {third.number}")).to_be_visible()
    assert (reason.input_value(), strip.bounding_box()) == ("The same letter three times.", rows)
    read_pages(case, {third.number: 2000}, by=rita, at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(strip.get_by_role("button", name="I have read it")).to_be_visible()
    strip.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text(f"Record {record.position} is acknowledged.")).to_be_visible()


def test_the_director_s_page_takes_the_word_of_another_tab_and_keeps_what_is_typed(desk, rita, max):
    review = make_review(make_case("approved"), rita.reviewer, status="approved")
    make_determination(review, "approved")
    record = make_document(review.case, ["The late report."] * 3, title="The late report")
    MedicalRecord.objects.filter(pk=record.pk).update(uploaded_at=timezone.now())
    first = record.record_pages.get(place=1).number
    read_pages(review.case, {first: 2000}, by=max, at=timezone.now())
    page = desk(max)
    page.goto(f"/reviews/{review.case.case_number}/sign/")
    strip = page.locator("#late-records")
    expect(strip).to_contain_text("2 of its pages were not shown to you yet.")
    acknowledge_record(review, record.position, by=max, at=timezone.now(), reason="Twice.")
    reason = strip.get_by_label("Read on, or say why you need not")
    reason.fill("A copy.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(strip).to_contain_text("Every record that came during the review is acknowledged")
    expect(reason).to_have_value("A copy.")
    reason.fill("")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(strip.get_by_text("Acknowledged", exact=True)).to_be_visible()


def test_documents_opened_elsewhere_are_recounted_where_the_reviewer_submits(desk, rita):
    case = make_case("in_review")
    make_review(case, rita.reviewer)
    first = make_document(case, ["The first report."], title="The first report")
    second = make_document(case, ["The second report."], title="The second report")
    page = desk(rita)
    page.goto(f"/reviews/{case.case_number}/submit/")
    page.get_by_role("button", name="Submit for quality check").click()
    summary = page.locator("[data-error-summary]")
    left = summary.locator("li:not(.is-over)")
    expect(left.filter(has_text="The first report")).to_have_count(1)
    rows = [page.locator(f".submit-record[data-key='{one.pk}']") for one in (first, second)]
    typed = rows[1].get_by_label("or set it aside, because")
    typed.fill("A copy of the first.")
    rows[0].get_by_role("link", name="Open it").focus()
    place = rows[1].evaluate(PLACE)
    read_pages(case, {first.record_pages.get().number: 2000}, by=rita, at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(rows[0]).to_contain_text("1 of 1 page read")
    expect(rows[0].get_by_label("or set it aside, because")).to_be_hidden()
    expect(left.filter(has_text="The first report")).to_have_count(0)
    expect(left.filter(has_text="The second report")).to_have_count(1)
    expect(rows[0].get_by_role("link", name="Open it")).to_be_focused()
    assert (typed.input_value(), rows[1].evaluate(PLACE)) == ("A copy of the first.", place)


def test_the_form_that_signs_comes_when_the_last_word_was_given_elsewhere(desk, rita, max):
    review = make_review(make_case("approved"), rita.reviewer, status="approved")
    make_determination(review, "approved")
    record = make_document(review.case, ["The late report."], title="The late report")
    MedicalRecord.objects.filter(pk=record.pk).update(uploaded_at=timezone.now())
    read_pages(review.case, {record.record_pages.get().number: 2000}, by=max, at=timezone.now())
    RecordAcknowledgement.objects.create(
        review=review, record=record, user=rita, acknowledged_at=timezone.now()
    )
    page = desk(max)
    page.goto(f"/reviews/{review.case.case_number}/sign/")
    expect(page.get_by_role("button", name="Sign the determination")).to_have_count(0)
    read = page.locator("[data-recount]").get_attribute("data-recount").split("read=")[1]
    acknowledge_record(review, record.position, by=max, at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="Sign the determination")).to_be_visible()
    assert page.locator("[name=read_sha256]").input_value() == read
    page.get_by_label("password").fill("half typed")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(1500)
    expect(page.get_by_label("password")).to_have_value("half typed")
