// Records that came late, beside the book: how many of their pages were not shown yet is told as one
// reads, and the way to them leads to the book on this page.

let book;

document.addEventListener("book:open", (event) => {
  book = event.detail;
  count();
});
document.addEventListener("book:read", count);
document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-late-go]");
  if (!way || !book || event.ctrlKey || event.metaKey) return;
  if (!book.goTo(Number(way.dataset.lateGo))) return;
  event.preventDefault();
  book.scroller.focus({ preventScroll: true });
});

function count() {
  for (const row of document.querySelectorAll("[data-late] [data-late-record]")) show(row);
}

function show(row) {
  const form = row.querySelector("form");
  const pages = book?.source.pages.filter((page) => page.document.id === Number(row.dataset.lateRecord) && !page.fold);
  if (!form || !pages?.length) return;
  const left = pages.filter((page) => !page.isRead);
  const isOpened = left.length < pages.length;
  const find = (name) => form.querySelector(`[data-late-${name}]`);
  find("left").hidden = isOpened && !left.length;
  find("reason").hidden = !isOpened || !left.length;
  form.elements.reason.required = !find("reason").hidden;
  find("read").hidden = !isOpened || left.length > 0;
  find("count").textContent = isOpened ? `${left.length} of its pages ${left.length === 1 ? "was" : "were"} not shown to you yet.` : "Not opened yet: open it first.";
  const way = find("first");
  if (!way || !left.length) return;
  way.dataset.lateGo = left[0].number;
  way.href = way.href.replace(/page=\d+/, `page=${left[0].number}`);
  way.textContent = `Go to page ${left[0].number}`;
}
