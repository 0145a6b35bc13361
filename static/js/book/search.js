// Search in the book: what is found in a list, on the map and on the pages; next and last by key.
// What is searched for is sent in the body of a request, never in an address.

export class Search {
  constructor(book) {
    this.book = book;
    this.form = book.find("search");
    this.results = book.find("results");
    this.numbers = [];
    this.marked = new Map();
    this.at = -1;
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target === this.results) this.found();
      else if (event.detail.target.matches(".book-more")) this.markRow();
    });
    this.results.addEventListener("click", (event) => {
      const reworded = event.target.closest("[data-reworded]");
      if (reworded) this.field.value = reworded.value;
      const row = event.target.closest("[data-hit]");
      if (!row || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.show(this.numbers.indexOf(Number(row.dataset.hit)));
      this.book.yieldPages();
    });
    this.book.root.addEventListener("click", (event) => {
      if (event.target.closest("[data-search-next]")) this.step(1);
      else if (event.target.closest("[data-search-last]")) this.step(-1);
      else if (event.target.closest("[data-search-end]")) this.leave();
    });
    book.sheets.addEventListener("sheet", (event) => this.mark(event.detail));
  }

  get isOpen() {
    return !this.results.hidden && this.results.childElementCount > 0;
  }

  focus() {
    this.book.root.classList.remove("is-railless");
    this.field.focus();
    this.field.select();
  }

  get field() {
    return this.form.querySelector("input[type=search]");
  }

  // The list has come: its first element says on which pages something was found.
  found() {
    const list = this.results.querySelector("[data-hits]");
    this.numbers = list ? JSON.parse(list.dataset.hits) : [];
    this.query = list?.dataset.query ?? "";
    this.results.hidden = false;
    this.book.root.classList.add("is-searching");
    this.marked.clear();
    this.at = -1;
    this.unmark();
    this.book.map.show(this.numbers);
    this.book.rail.showHits(this.countsByDocument());
    if (!this.numbers.length) return this.count();
    this.book.scroller.focus({ preventScroll: true });
    return this.show(this.nearest());
  }

  countsByDocument() {
    const counts = new Map();
    for (const number of this.numbers) {
      const { document: one } = this.book.pageOf(number) ?? {};
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    return counts;
  }

  // Goes to the first page of the document on which something was found; whether there is one.
  showIn(one) {
    const at = this.numbers.findIndex((number) => this.book.pageOf(number)?.document === one);
    if (at >= 0) this.show(at);
    return at >= 0;
  }

  nearest() {
    const here = this.book.source.pages.find((page) => page.number === this.book.sheets.place().page);
    const order = new Map(this.book.source.pages.map((page) => [page.number, page.index]));
    const next = this.numbers.findIndex((number) => order.get(number) >= (here?.index ?? 0));
    return Math.max(next, 0);
  }

  step(by) {
    if (!this.numbers.length) return;
    this.book.yieldPages();
    this.show((this.at + by + this.numbers.length) % this.numbers.length);
  }

  // By key the list has the focus of nobody: where it lay over what was found, that is seen first.
  stepByKey(by) {
    if (this.book.yieldPages()) this.show(this.at);
    else this.step(by);
  }

  async show(at) {
    this.at = at;
    const number = this.numbers[at];
    this.count();
    this.markRow();
    this.book.goTo(number);
    const boxes = await this.boxesOf(number);
    if (this.numbers[this.at] !== number || !boxes.length) return;
    this.book.show(number, this.offsetOf(number, boxes[0]));
    const sheet = this.book.sheets.sheetOf(number);
    if (sheet) this.mark(sheet, true);
  }

  // The row of the page that is shown; the rows after the last are fetched when one comes to them.
  markRow() {
    let last;
    for (const row of this.results.querySelectorAll("[data-hit]")) {
      last = Number(row.dataset.hit);
      const isHere = last === this.numbers[this.at];
      if (isHere) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (isHere) row.scrollIntoView({ block: "nearest" });
    }
    if (this.at === this.numbers.indexOf(last) + 1) this.results.querySelector("[data-more]")?.click();
  }

  // How far down the page, as it lies, the first mark is.
  offsetOf(number, [x, y, w, h]) {
    const { turn } = this.book.pageOf(number);
    if (turn === 90) return x + w / 2;
    if (turn === 270) return 1 - (x + w / 2);
    return turn === 180 ? 1 - (y + h / 2) : y + h / 2;
  }

  count() {
    const words = this.numbers.length ? `${this.at + 1} of ${this.numbers.length} pages` : "Nothing found";
    this.form.querySelector("[data-search-count]").textContent = this.query ? words : "";
    this.book.find("found").textContent = this.query ? words : "";
  }

  async boxesOf(number) {
    if (!this.marked.has(number)) {
      const page = this.book.pageOf(number);
      const asked = this.book.source
        .post(this.book.root.dataset.hits.replace("KEY", page.key), { query: this.query })
        .then((answer) => (answer.ok ? answer.json() : { boxes: [] }))
        .then((said) => said.boxes)
        .catch(() => []);
      this.marked.set(number, asked);
    }
    return this.marked.get(number);
  }

  async mark(sheet, isChosen = false) {
    if (!this.numbers.includes(sheet.page.number)) return;
    const { query } = this;
    const boxes = await this.boxesOf(sheet.page.number);
    if (query !== this.query || !sheet.element.isConnected) return;
    for (const old of sheet.marks.querySelectorAll(".hit")) old.remove();
    for (const box of boxes) sheet.marks.append(boxElement("hit", box));
    if (isChosen) sheet.marks.querySelector(".hit")?.classList.add("is-here");
  }

  unmark() {
    for (const sheet of this.book.sheets.alive.values()) {
      for (const old of sheet.marks.querySelectorAll(".hit")) old.remove();
    }
  }

  leave() {
    if (!this.isOpen) return;
    this.results.hidden = true;
    this.results.replaceChildren();
    this.book.root.classList.remove("is-searching");
    this.numbers = [];
    this.query = "";
    this.field.value = "";
    this.count();
    this.unmark();
    this.book.map.show([]);
    this.book.rail.showHits(undefined);
    this.book.scroller.focus({ preventScroll: true });
  }
}

export function boxElement(name, [x, y, w, h]) {
  const element = document.createElement("span");
  element.className = name;
  const css = element.style;
  css.left = `${x * 100}%`;
  css.top = `${y * 100}%`;
  css.width = `${w * 100}%`;
  css.height = `${h * 100}%`;
  return element;
}
