// Where documents seem to begin in a record that nobody has divided: below its row in the rail, each
// a way to its first page. Suggested, and said so; what is read and listed goes on by the record.

const OPEN_UP_TO = 60; // more lie behind one line until it is opened

export class Suggested {
  constructor(book) {
    this.book = book;
    this.entries = [];
    this.lists = new Map();
    this.state = "waiting";
  }

  // Asked for when the book is open already: the pages never wait for it.
  async load() {
    try {
      const answer = await fetch(this.book.root.dataset.suggestions, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.take(await answer.json());
      this.state = "there";
    } catch {
      this.state = "away";
    }
  }

  take({ kinds, begins }) {
    const { pages, documents } = this.book.source;
    const pageByNumber = new Map(pages.map((page) => [page.number, page]));
    const found = new Map();
    for (const [number, kind, on] of begins) {
      const page = pageByNumber.get(number);
      if (!page) continue;
      if (!found.has(page.document)) found.set(page.document, []);
      found.get(page.document).push({ page, on, words: kinds[kind] || "Document of unknown kind" });
    }
    for (const one of documents) this.add(one, found.get(one) ?? []);
    this.book.rail.mark(this.book.here());
  }

  // A document that has nothing to show but folded pages is none to go to.
  add(one, entries) {
    const { pages } = this.book.source;
    entries.sort((a, b) => a.page.index - b.page.index);
    entries.forEach((entry, at) => {
      const end = entries[at + 1]?.page.index ?? pages.length;
      entry.goal = pages.slice(entry.page.index, end).find((page) => page.document === one && !page.fold);
    });
    const kept = entries.filter((entry) => entry.goal);
    const row = this.book.rail.rows.get(one);
    if (kept.length < 2 || !row) return;
    this.entries.push(...kept);
    this.lists.set(one, new SuggestedList(this.book, row.closest("li"), kept, kept.length <= OPEN_UP_TO));
  }

  // The row of the document that seems to hold the page, marked; nothing where none is in sight.
  mark(page) {
    this.marked?.removeAttribute("aria-current");
    const list = this.lists.get(page?.document);
    this.marked = list?.isOpen ? list.rowOf(list.entries.findLast((entry) => entry.page.index <= page.index)) : undefined;
    this.marked?.setAttribute("aria-current", "location");
    return this.marked;
  }

  step(by) {
    if (this.state !== "there") return this.book.say(this.state === "away" ? "What is suggested could not be fetched. Reload to try again." : "What is suggested is still on its way.");
    if (!this.entries.length) return this.book.say("Nothing is suggested here: no record waits to be divided.");
    const here = this.book.here().index;
    const next = by > 0 ? this.entries.find((entry) => entry.goal.index > here) : this.entries.findLast((entry) => entry.goal.index < here);
    if (!next) return this.book.say(by > 0 ? "No document is suggested after this page." : "No document is suggested before this page.");
    this.book.goTo(next.goal.number);
    return this.book.say(`Suggested, not confirmed: ${spoken(next)}`);
  }
}

class SuggestedList {
  constructor(book, item, entries, isOpen) {
    Object.assign(this, { book, entries });
    this.head = document.createElement("button");
    Object.assign(this.head, { type: "button", className: "book-suggested-head", textContent: `${entries.length} suggested, not confirmed` });
    this.list = document.createElement("ol");
    this.list.className = "book-suggested";
    item.append(this.head, this.list);
    this.head.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    if (isOpen) this.open();
    else this.close();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    this.build();
    this.list.hidden = false;
    this.head.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.head.setAttribute("aria-expanded", "false");
  }

  build() {
    if (this.items) return;
    this.items = new Map(this.entries.map((entry) => [entry, this.itemOf(entry)]));
    this.list.append(...this.items.values());
  }

  rowOf(entry) {
    return entry && this.items?.get(entry)?.firstElementChild;
  }

  itemOf(entry) {
    const item = document.createElement("li");
    const row = document.createElement("a");
    row.href = `?page=${entry.goal.number}`;
    row.setAttribute("aria-label", `Suggested, not confirmed: ${spoken(entry)}`);
    row.append(part("book-doc", entry.words), part("hint num", `p. ${entry.goal.number}`), part("hint book-doc-line", inWords(entry.on) || "no date found"));
    row.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.book.goTo(entry.goal.number);
      this.book.yieldPages();
    });
    item.append(row);
    return item;
  }

  // Shows of its rows the kept ones; all of them where none is, or nothing is looked for.
  narrow(kept, isLooking) {
    const isFound = isLooking && this.entries.some((entry) => kept.has(entry));
    if (isFound) this.open();
    for (const [entry, item] of this.items ?? []) item.hidden = isFound && !kept.has(entry);
    return isFound;
  }
}

function spoken(entry) {
  return `${entry.words}${entry.on ? `, ${inWords(entry.on)}` : ""}, page ${entry.goal.number}`;
}

function inWords(on) {
  const [year, month, day] = on.split("-");
  return on && `${month}/${day}/${year}`;
}

function part(name, words) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = words;
  return element;
}
