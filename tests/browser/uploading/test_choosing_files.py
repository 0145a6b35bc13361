"""The files that a page is about to send: dropped, named, counted, and those that cannot go."""

import re

from playwright.sync_api import Page, expect

from tests.factories import tiny_pdf

# A drop as a browser gives it: a folder of two files, one of which cannot be read, and a folder
# that cannot be opened.
DROP = """async () => {
  const good = new File(["%PDF-1.7"], "good.pdf");
  const file = (name, give) => ({ isFile: true, name, fullPath: `/Fax/${name}`, file: give });
  const inside = [
    file("good.pdf", (done) => done(good)),
    file("broken.pdf", (done, fail) => fail(new DOMException("", "NotReadableError"))),
    file(".locked", (done, fail) => fail(new DOMException("", "NotReadableError"))),
  ];
  const folder = (name, readEntries) => {
    return { name, fullPath: `/${name}`, createReader: () => ({ readEntries }) };
  };
  const entries = [
    folder("Fax", (done) => done(inside.splice(0))),
    folder("Shut", (done, fail) => fail(new DOMException("", "NotFoundError"))),
  ];
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  const drop = new Event("drop", { cancelable: true });
  dispatchEvent(Object.assign(drop, { dataTransfer: { items, files: [] } }));
}"""


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    chosen = [
        {"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in files
    ]
    page.get_by_label("Files", exact=True).set_input_files(chosen)


def add(page: Page) -> None:
    page.get_by_role("button", name="Add to the file").click()


def total(page: Page):
    return page.locator("[data-transfer-total]")


def test_what_of_a_drop_cannot_be_read_is_named_and_the_rest_is_taken(upload):
    upload.evaluate(DROP)
    unread = upload.get_by_text("Not taken, because the browser cannot read them")
    expect(unread).to_contain_text("“Fax/broken.pdf”, “Shut”.")
    rows = upload.get_by_role("list", name="Files to send").get_by_role("listitem")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Fax/good.pdf")
    choose(upload, ("another.pdf", tiny_pdf("Another.")))
    expect(unread).to_have_count(0)


def test_a_name_cannot_hide_its_ending(upload, case):
    choose(upload, ("letter\u202efdp.exe", tiny_pdf("Named to deceive.")))
    row = upload.get_by_role("list", name="Files to send").get_by_role("listitem")
    expect(row).to_contain_text("letter[U+202E]fdp.exe")
    assert "\u202e" not in row.inner_html()
    add(upload)
    expect(total(upload)).to_have_text("All of it is in.")
    assert case.records.get().file_name == "letterfdp.exe"


def test_an_empty_file_is_refused_in_its_sentence(upload):
    choose(upload, ("empty.pdf", b""), ("report.pdf", tiny_pdf("A report.")))
    add(upload)
    expect(upload.get_by_text("“empty.pdf” is empty")).to_be_visible()
    expect(total(upload)).to_have_text("1 in, 1 refused.")


def test_a_file_above_the_limit_is_refused_before_anything_is_computed(desk, cora, case, settings):
    settings.RECORD_MAX_BYTES = 2048
    page = desk(cora)
    page.goto(f"/cases/{case.case_number}/records/upload/")
    page.get_by_label("Kind").select_option(label="Progress report")
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    choose(page, ("long.pdf", b"x" * 2049), ("longer.pdf", b"x" * 9000))
    for words in ("has 2,049 bytes. The limit is 2,048 bytes:", "has 9 KB. The limit is 2 KB:"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(total(page)).to_have_text("2 refused.")
    add(page)
    assert "POST" not in asked
    choose(page, ("report.pdf", tiny_pdf("A report.")))
    add(page)
    expect(total(page)).to_have_text("1 in, 2 refused.")


def test_one_file_is_on_its_way_and_what_the_server_could_not_take_was_not_sent(upload):
    upload.route(re.compile("/cases/transfers/"), lambda route: route.fulfill(status=503, body=""))
    upload.clock.install()
    choose(upload, ("report.pdf", tiny_pdf("A report.")))
    add(upload)
    for times in ("5 times", "4 times", "3 times", "2 times", "once more"):
        expect(upload.get_by_text(f"It is tried again {times}.")).to_be_visible()
        expect(total(upload)).to_have_text("The file is on its way.")
        upload.clock.fast_forward(15_000)
    expect(total(upload)).to_have_text("1 not sent.")
    upload.unroute_all()
    add(upload)
    expect(total(upload)).to_have_text("All of it is in.")
