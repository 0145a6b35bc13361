// The documents of the book beside its pages: how much of each was read, in how many of its pages
// something was found; narrowed down to what is typed, put in the order of their dates.

import { matching } from "./documents.js";

const FEW = 4;
const FEW_PAGES = 30; // a bundle of more holds documents worth finding

export class Rail {
  constructor(book) {
    this.book = book;
    this.list = book.find("rail");
    this.rows = new Map();
    this.hits = undefined;
    for (const row of this.list.querySelectorAll("[data-document]")) {
      const one = book.source.documents.find((each) => each.id === Number(row.dataset.document));
      if (!one) continue;
      this.rows.set(one, row);
      row.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || one.first === undefined) return;
        event.preventDefault();
        book.openDocument(one);
      });
    }
    this.bindFilter();
    this.count();
  }

  mark(page) {
    const current = page?.document;
    for (const [one, row] of this.rows) {
      if (one === current) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const row = this.book.suggested.mark(page) ?? this.rows.get(current);
    if (row && this.list.checkVisibility()) this.reveal(row);
  }

  // Scrolls the list alone: the page around it stays where it is.
  reveal(row) {
    const [own, seen] = [row.getBoundingClientRect(), this.list.getBoundingClientRect()];
    if (own.top < seen.top) this.list.scrollTop += own.top - seen.top - 8;
    else if (own.bottom > seen.bottom) this.list.scrollTop += own.bottom - seen.bottom + 8;
  }

  count() {
    const read = new Map();
    for (const page of this.book.source.pages) {
      if (page.isRead && !page.fold) read.set(page.document, (read.get(page.document) ?? 0) + 1);
    }
    for (const [one, row] of this.rows) {
      const place = row.querySelector("[data-read]");
      const count = read.get(one) ?? 0;
      if (place) place.textContent = this.words(one, count);
      row.classList.toggle("is-read", one.shown > 0 && count >= one.shown);
      row.classList.toggle("is-unopened", one.shown > 0 && count === 0);
      row.classList.toggle("has-hits", Boolean(this.hits?.get(one)));
      row.classList.toggle("has-no-hits", Boolean(this.hits) && !this.hits.get(one));
    }
  }

  words(one, read) {
    if (this.hits) return this.hits.get(one) ? `${this.hits.get(one)} found` : "";
    return one.shown ? `${read}/${one.shown}` : "";
  }

  // On so many pages of each document something was found; without it, how many were read.
  showHits(hits) {
    this.hits = hits;
    this.count();
  }

  bindFilter() {
    this.filter = this.book.find("filter");
    this.field = this.filter.querySelector("input");
    this.byDate = this.filter.querySelector("[data-by-date]");
    this.order = [...this.list.querySelectorAll(":scope > ol > li")];
    this.filter.hidden = this.order.length < FEW && this.book.source.pages.length < FEW_PAGES;
    this.field.addEventListener("input", () => this.narrow());
    this.filter.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = this.shown()[0];
      if (!first) return;
      this.book.scroller.focus({ preventScroll: true }); // letters are keys again
      first.click();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      this.shown()[0]?.focus();
    });
    this.byDate.addEventListener("click", () => this.sort(this.byDate.getAttribute("aria-pressed") !== "true"));
  }

  focusFilter() {
    if (this.filter.hidden) return this.book.say("There are few documents here: [ and ] step through them.");
    this.book.root.classList.remove("is-railless");
    this.field.focus();
    return this.field.select();
  }

  // The rows that are found, or all: of documents, and of what is suggested in them.
  shown() {
    return [...this.list.querySelectorAll("a")].filter((row) => !row.closest("[hidden]") && !row.closest(".is-way"));
  }

  narrow() {
    const isLooking = this.field.value.trim() !== "";
    const own = this.order.map((item) => ({ item, on: dayOf(item), words: item.firstElementChild.title }));
    const found = matching([...own, ...(isLooking ? this.book.suggested.entries : [])], this.field.value);
    const kept = new Set(found);
    for (const list of this.book.suggested.lists.values()) list.isFound = list.narrow(kept, isLooking);
    for (const each of own) this.showItem(each, kept);
    this.filter.querySelector("[data-filter-none]").hidden = kept.size > 0;
  }

  // A document that was not meant stays in sight above what is found in it.
  showItem(each, kept) {
    const list = [...this.book.suggested.lists.values()].find((one) => each.item.contains(one.list));
    each.item.hidden = !kept.has(each) && !list?.isFound;
    each.item.firstElementChild.classList.toggle("is-way", !kept.has(each));
  }

  sort(isByDate) {
    this.byDate.setAttribute("aria-pressed", String(isByDate));
    const items = [...this.order];
    const on = (item) => dayOf(item) || "9999";
    if (isByDate) items.sort((a, b) => on(a).localeCompare(on(b)));
    this.list.querySelector("ol").replaceChildren(...items);
  }

  // Leaves the field; whether there was anything to leave.
  leave() {
    if (!this.field.value && document.activeElement !== this.field) return false;
    this.field.value = "";
    this.narrow();
    this.book.scroller.focus({ preventScroll: true });
    return true;
  }

  toggle() {
    this.book.root.classList.toggle("is-railless");
    this.book.sheets.relay();
  }
}

function dayOf(item) {
  return item.firstElementChild.dataset.on ?? "";
}
