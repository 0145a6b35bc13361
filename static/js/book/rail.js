// The documents of the book beside its pages, each with how much of it was read.

export class Rail {
  constructor(book) {
    this.book = book;
    this.list = book.find("rail");
    this.rows = new Map();
    for (const row of this.list.querySelectorAll("[data-document]")) {
      const one = book.source.documents.find((each) => each.id === Number(row.dataset.document));
      if (!one) continue;
      this.rows.set(one, row);
      row.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || one.first === undefined) return;
        event.preventDefault();
        book.goTo(book.firstShown(one));
      });
    }
    this.count();
  }

  mark(current) {
    for (const [one, row] of this.rows) {
      if (one === current) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const row = this.rows.get(current);
    if (row && this.list.checkVisibility()) this.reveal(row);
  }

  // Scrolls the list alone: the page around it stays where it is.
  reveal(row) {
    const { offsetTop: top, offsetHeight: tall } = row;
    const { scrollTop, clientHeight } = this.list;
    if (top < scrollTop) this.list.scrollTop = top - 8;
    else if (top + tall > scrollTop + clientHeight) this.list.scrollTop = top + tall - clientHeight + 8;
  }

  count() {
    const read = new Map();
    for (const page of this.book.source.pages) {
      if (page.isRead && !page.fold) read.set(page.document, (read.get(page.document) ?? 0) + 1);
    }
    for (const [one, row] of this.rows) {
      const place = row.querySelector("[data-read]");
      const count = read.get(one) ?? 0;
      if (place) place.textContent = one.shown ? `${count}/${one.shown}` : "";
      row.classList.toggle("is-read", one.shown > 0 && count >= one.shown);
      row.classList.toggle("is-unopened", one.shown > 0 && count === 0);
    }
  }

  toggle() {
    this.book.root.classList.toggle("is-railless");
    this.book.sheets.relay();
  }
}
