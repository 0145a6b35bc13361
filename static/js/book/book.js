// The book of a case: all its pages as one, by mouse and by key. Without this file it is a list of
// single pages, each with its image and its text.

import { bindKeys } from "./keys.js";
import { PageMap } from "./map.js";
import { Peek } from "./peek.js";
import { Picker } from "./picker.js";
import { Rail } from "./rail.js";
import { Reading } from "./reading.js";
import { Search } from "./search.js";
import { Sheets } from "./sheets.js";
import { Source } from "./source.js";
import { Suggested } from "./suggested.js";
import { Trail } from "./trail.js";

const LOOKS = ["plain", "strong", "dark"];
const NARROW = 760; // where the documents lie over the pages, and only when asked for
const STEPS = [0.25, 0.5, 0.67, 0.8, 0.9, 1, 1.25, 1.5, 2, 3, 4];

export class Book {
  constructor(root) {
    this.root = root;
    this.source = new Source(root);
    this.isUnfolded = false;
  }

  async open() {
    await this.source.load();
    const { source, root } = this;
    this.find = (name) => root.querySelector(`[data-book-${name}]`);
    this.scroller = this.find("pages");
    root.classList.add("is-alive");
    root.classList.toggle("is-railless", root.clientWidth < NARROW);
    this.sheets = new Sheets(this.scroller, source);
    this.rail = new Rail(this);
    this.suggested = new Suggested(this);
    this.map = new PageMap(this);
    this.peek = new Peek(this);
    this.trail = new Trail(this);
    this.picker = new Picker(this);
    this.recall(source.place);
    this.sheets.show(this.shown());
    const wanted = Number(root.dataset.page) || source.place?.page;
    if (wanted) this.show(wanted, Number(root.dataset.page) ? undefined : source.place.offset);
    this.search = new Search(this);
    this.reading = new Reading(this.sheets, source, root.dataset.reading);
    this.sheets.addEventListener("page", (event) => this.turned(event.detail));
    this.sheets.addEventListener("read", (event) => this.noteRead(event.detail));
    this.bindBar();
    bindKeys(this);
    this.turned(this.sheets.place());
    root.dispatchEvent(new CustomEvent("book:open", { bubbles: true, detail: this }));
    root.dataset.state = "open";
    this.suggested.load();
  }

  shown() {
    return this.source.pages.filter((page) => this.isUnfolded || !page.fold);
  }

  recall(place) {
    if (!place) return;
    const zoom = Number(place.zoom) || place.zoom;
    Object.assign(this.sheets.view, { zoom, spread: place.spread, look: place.look, asText: place.asText });
  }

  pageOf(number) {
    return this.source.pages.find((page) => page.number === number);
  }

  // The page that one is on.
  here() {
    return this.pageOf(this.sheets.place().page);
  }

  // Jumps to a page; the way back is remembered.
  goTo(number, offset) {
    if (!this.pageOf(number)) return false;
    this.trail.leave();
    return this.show(number, offset);
  }

  // Shows a page, bringing it out of the fold where it lies in one.
  show(number, offset) {
    const page = this.pageOf(number);
    if (!page) return false;
    if (page.fold && !this.isUnfolded) this.unfold();
    this.sheets.hurry = true;
    const isThere = this.sheets.goTo(number, offset);
    this.sheets.hurry = false;
    return isThere;
  }

  unfold() {
    this.isUnfolded = !this.isUnfolded;
    this.sheets.show(this.shown());
    this.map.draw();
    this.say(this.isUnfolded ? "Duplicates and blanks are shown." : "Duplicates and blanks are folded away.");
  }

  stepDocument(by) {
    const here = this.here();
    const all = this.source.documents.filter((one) => one.first !== undefined);
    const at = all.indexOf(here?.document) + by;
    const next = all[Math.min(Math.max(at, 0), all.length - 1)];
    if (next) this.goTo(this.firstShown(next));
  }

  // While a search is open, a document is opened where something was found in it.
  openDocument(one) {
    const isFound = this.search.isOpen && this.search.showIn(one);
    if (!isFound) this.goTo(this.firstShown(one));
    this.yieldPages();
  }

  // Where the documents lie over the pages, they make room for what was chosen there; whether they
  // had to.
  yieldPages() {
    const isOver = this.root.clientWidth < NARROW && !this.root.classList.contains("is-railless");
    if (isOver) this.root.classList.add("is-railless");
    return isOver;
  }

  stepUnread(by) {
    const { pages, indexOf } = this.sheets;
    const here = indexOf.get(this.sheets.place().page) ?? 0;
    const isLeft = (page) => !page.isRead && !page.fold;
    const ahead = by > 0 ? [...pages.slice(here + 1), ...pages.slice(0, here)] : [...pages.slice(0, here).reverse(), ...pages.slice(here + 1).reverse()];
    const next = ahead.find(isLeft);
    if (!next) return this.say("No other page is left to read.");
    const left = pages.filter(isLeft).length;
    this.goTo(next.number);
    return this.say(`Page ${next.number}: ${left} page${left === 1 ? "" : "s"} not read yet`);
  }

  firstShown(one) {
    const pages = this.source.pages.filter((page) => page.document === one);
    return (pages.find((page) => !page.fold) ?? pages[0]).number;
  }

  zoomBy(by) {
    const { zoom } = this.sheets.view;
    const now = typeof zoom === "number" ? zoom : this.scaleNow();
    const bigger = STEPS.find((step) => step > now * 1.02);
    const smaller = STEPS.findLast((step) => step < now * 0.98);
    this.sheets.set({ zoom: (by > 0 ? bigger : smaller) ?? now });
    this.say(`${Math.round(this.sheets.view.zoom * 100)} %`);
  }

  scaleNow() {
    const { sheet } = [...this.sheets.inSight()][0] ?? {};
    return sheet ? sheet.dots / window.devicePixelRatio / 96 : 1;
  }

  set(changes) {
    this.sheets.set(changes);
    this.showState();
  }

  nextLook() {
    const at = LOOKS.indexOf(this.sheets.view.look);
    this.set({ look: LOOKS[(at + 1) % LOOKS.length] });
    this.say({ plain: "As scanned", strong: "High contrast", dark: "Light on dark" }[this.sheets.view.look]);
  }

  async turnPage(by) {
    const page = this.here();
    page.turn = (page.turn + by + 360) % 360;
    this.sheets.relay();
    try {
      const answer = await this.source.post(this.root.dataset.turn.replace("KEY", page.key), { degrees: page.turn });
      if (!answer.ok) throw new Error();
    } catch {
      this.say("Turned here; it could not be remembered, because the server was not reached.");
    }
  }

  turned({ page: number }) {
    const page = this.pageOf(number);
    if (!page) return;
    const field = this.find("number");
    if (field && document.activeElement !== field) field.value = number;
    this.find("title").textContent = page.document.title;
    this.rail.mark(page);
    this.map.draw();
  }

  noteRead({ numbers }) {
    const fresh = new Set(numbers);
    for (const page of this.source.pages) {
      if (fresh.has(page.number)) page.isRead = true;
    }
    this.rail.count();
    this.map.draw();
    this.showCount();
    this.root.dispatchEvent(new CustomEvent("book:read", { bubbles: true }));
  }

  showCount() {
    const counted = this.source.pages.filter((page) => !page.fold);
    const read = counted.filter((page) => page.isRead).length;
    this.find("count").textContent = `${read} of ${counted.length} read`;
  }

  bindBar() {
    const acts = {
      out: () => this.zoomBy(-1),
      in: () => this.zoomBy(1),
      width: () => this.set({ zoom: "width" }),
      whole: () => this.set({ zoom: "page" }),
      spread: () => this.set({ spread: !this.sheets.view.spread }),
      turn: () => this.turnPage(90),
      look: () => this.nextLook(),
      text: () => this.set({ asText: !this.sheets.view.asText }),
      fold: () => this.unfold(),
      rail: () => this.rail.toggle(),
      back: () => this.trail.back(),
    };
    this.acts = acts;
    this.root.addEventListener("click", (event) => {
      const act = acts[event.target.closest("[data-book-act]")?.dataset.bookAct];
      if (!act) return;
      act();
      this.showState();
    });
    const field = this.find("number");
    field.closest("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.goTo(Number(field.value))) this.scroller.focus({ preventScroll: true });
      else this.say(`There is no page ${field.value}: the book goes to ${this.last()}.`);
    });
    this.showCount();
    this.showState();
  }

  last() {
    return Math.max(...this.source.pages.map((page) => page.number));
  }

  showState() {
    const { spread, asText, look, zoom } = this.sheets.view;
    const on = { spread, text: asText, look: look !== "plain", fold: this.isUnfolded, width: zoom === "width", whole: zoom === "page" };
    for (const [name, isOn] of Object.entries(on)) {
      this.root.querySelector(`[data-book-act="${name}"]`)?.setAttribute("aria-pressed", String(isOn));
    }
  }

  // Said over the pages for as long as it takes to read, then out of the way.
  say(words) {
    const place = this.find("said");
    place.textContent = words;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (place.textContent = ""), 4000 + 60 * words.length);
  }
}

for (const root of document.querySelectorAll("[data-book]")) {
  const book = new Book(root);
  book.open().catch((fault) => {
    root.dataset.state = "failed";
    const said = root.querySelector("[data-book-said]");
    if (said) said.textContent = "The book could not be opened here. The pages below can be read one by one.";
    console.warn(fault.message);
  });
}
