// Highlights and evidence cards: marked at once, saved behind that, and shown as saved or not yet.
// A card is dragged or sent by key into the text beside, where it writes the reference to its page.

import { Area } from "./area.js";
import { CardList } from "./cards.js";
import { copyReference } from "./copying.js";
import { CARD, partWords } from "./naming.js";
import { boxElement } from "./search.js";
import { placeIn, settleDropped, writeReference } from "./writing.js";

const RETRY = [1000, 3000, 8000, 20000];

class Evidence {
  constructor(book, root) {
    Object.assign(this, { book, root, cards: [], removed: [], chosen: undefined });
    this.address = root.dataset.evidence;
    this.list = new CardList(this);
    this.area = new Area(this);
    book.sheets.addEventListener("sheet", (event) => this.paint(event.detail));
    this.bindKeys();
    document.addEventListener("drop", (event) => this.dropped(event));
    window.addEventListener("online", () => this.retryAll());
    window.addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
  }

  get waiting() {
    return this.cards.filter((card) => card.queue?.length);
  }

  load() {
    this.loading = this.fetchCards();
    return this.loading;
  }

  async fetchCards() {
    const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    this.mayChange = told.mayChange;
    this.services = told.services;
    this.references = told.references;
    // What was marked before the first answer came may be saved by now, and not be in it.
    const own = this.isLoaded ? this.waiting : this.cards;
    this.isLoaded = true;
    const known = new Set(told.cards.map((card) => card.key));
    this.cards = told.cards.map((card) => own.find((one) => one.key === card.key) ?? card);
    this.cards.push(...own.filter((card) => !known.has(card.key)));
    this.refresh();
  }

  cardOf(key) {
    return this.cards.find((card) => card.key === key);
  }

  refresh() {
    const order = new Map(this.book.source.pages.map((page) => [page.number, page.index]));
    this.cards.sort((a, b) => order.get(a.page) - order.get(b.page) || (a.boxes[0]?.[1] ?? 0) - (b.boxes[0]?.[1] ?? 0));
    this.list.show();
    const notes = new Map(this.cards.filter((card) => !card.isLost).map((card) => [card.page, card]));
    this.book.map.notes = notes;
    this.book.map.draw();
    for (const sheet of this.book.sheets.alive.values()) this.paint(sheet);
  }

  paint(sheet) {
    for (const old of sheet.marks.querySelectorAll(".note-mark")) old.remove();
    for (const card of this.cards.filter((one) => one.page === sheet.page.number)) {
      for (const box of card.boxes) {
        const mark = boxElement("note-mark", box);
        mark.dataset.service = card.service || "";
        mark.dataset.kind = card.kind;
        mark.classList.toggle("is-chosen", card === this.chosen);
        sheet.marks.append(mark);
      }
    }
  }

  choose(card, { isGoing = true } = {}) {
    this.chosen = card;
    this.list.mark(card);
    for (const sheet of this.book.sheets.alive.values()) this.paint(sheet);
    if (!card || !isGoing) return;
    const first = card.boxes[0];
    this.book.goTo(card.page, first ? this.book.search.offsetOf(card.page, first) : undefined);
  }

  // Whoever comes from a sentence of the submitted text to a page sees what is marked on it.
  showCited() {
    const wanted = Number(this.book.root.dataset.page);
    const card = this.cards.find((one) => one.page === wanted && one.boxes.length);
    if (card && !this.mayChange) this.choose(card);
  }

  stepCard(by) {
    if (!this.isLoaded) return this.loading?.then(() => this.isLoaded && this.stepCard(by));
    if (!this.cards.length) return;
    const at = this.cards.indexOf(this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : this.cards.length - 1) : (at + by + this.cards.length) % this.cards.length;
    const card = this.cards[next];
    this.choose(card);
    this.book.say([`Card ${next + 1} of ${this.cards.length}`, card.service && `service ${card.service}`, card.note].filter(Boolean).join(" · "));
  }

  // What is selected, by page: the words of each that the selection touches.
  selected() {
    const selection = window.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return [];
    const range = selection.getRangeAt(0);
    const found = [];
    for (const sheet of this.book.sheets.alive.values()) {
      if (!range.intersectsNode(sheet.text)) continue;
      const words = [...sheet.text.querySelectorAll("span")];
      const touched = words.map((word, index) => (touches(range, word) ? index : -1)).filter((index) => index >= 0);
      if (touched.length) found.push({ sheet, start: touched[0], end: touched.at(-1) + 1 });
    }
    return found;
  }

  highlight(service) {
    const selected = this.selected();
    if (!selected.length) return false;
    if (this.chosen?.isLost) this.putBack(this.chosen, selected[0]);
    else for (const { sheet, start, end } of selected) this.add(sheet.page, { start, end }, boxesOf(sheet, start, end), quoteOf(sheet, start, end), service);
    window.getSelection().removeAllRanges();
    return true;
  }

  add(page, place, boxes, quote, service, kind = "text") {
    const key = crypto.randomUUID();
    const card = { key, page: page.number, kind, quote, boxes, service, note: "", revision: 0, document: page.document.title, author: "", on: "", reference: "", citedIn: [], queue: [] };
    this.cards.push(card);
    this.chosen = card;
    this.send(card, "add", { page_key: page.key, service, ...place });
    this.refresh();
    this.list.mark(card);
    this.book.say(`Page ${page.number} is highlighted${service ? ` for service ${service}` : ""}. m writes a note on it, s cites it.`);
  }

  putBack(card, { sheet, start, end }) {
    this.send(card, "change", { page_key: sheet.page.key, start, end });
    Object.assign(card, { page: sheet.page.number, boxes: boxesOf(sheet, start, end), isLost: false });
    this.refresh();
  }

  tag(card, service) {
    card.service = service;
    this.send(card, "change", { service });
    this.refresh();
    this.list.mark(card);
    this.book.say(service ? `The highlight is for service ${service} now.` : "The highlight is for no service now.");
  }

  // The cards may be out of sight: they come for as long as the note is written.
  noteByKey(card) {
    const { classList } = this.book.root;
    const isHidden = classList.contains("is-railless");
    classList.remove("is-railless");
    this.list.editNote(card, () => isHidden && classList.add("is-railless"));
  }

  note(card, note) {
    card.note = note;
    this.send(card, "change", { note });
    this.list.show();
  }

  remove(card) {
    this.cards = this.cards.filter((one) => one !== card);
    this.chosen = undefined;
    this.removed.push(card);
    this.send(card, "remove", {});
    this.refresh();
    this.book.say("The highlight is taken away. z brings it back.");
  }

  // What was taken away last comes back with its note, its service and where it is cited.
  restore() {
    const card = this.removed.pop();
    if (!card) return this.book.say("Nothing was taken away here.");
    this.cards = [...this.cards.filter((one) => one.key !== card.key), card];
    this.send(card, "restore", {});
    for (const part of card.citedIn) this.send(card, "cite", { part });
    this.refresh();
    this.choose(card);
    return this.book.say("The highlight is back.");
  }

  // One request at a time a card, in the order in which things were done.
  send(card, what, fields) {
    card.queue ??= [];
    card.queue.push({ what, fields });
    card.state = "saving";
    this.run(card);
  }

  // Until its answer is taken in, the next one would name a revision that is over.
  async run(card) {
    if (card.isRunning || !card.queue?.length) return;
    card.isRunning = true;
    const { what, fields } = card.queue[0];
    const answer = await this.ask(card, what, { ...fields, revision: card.revision });
    if (!answer || answer.status >= 500 || answer.status === 429) {
      card.isRunning = false;
      return this.later(card);
    }
    const said = await answer.json().catch(() => ({}));
    card.queue.shift();
    card.failures = 0;
    if (answer.ok) this.accept(card, said);
    else await this.refuse(card, said);
    card.isRunning = false;
    this.list.show();
    return this.run(card);
  }

  async ask(card, what, fields) {
    try {
      return await this.book.source.post(`${this.address}${card.key}/${what}/`, fields);
    } catch {
      return undefined;
    }
  }

  accept(card, said) {
    if (said.card) {
      // What was done meanwhile stays as it is shown.
      const { revision, reference, document, author, on, quote, citedIn } = said.card;
      Object.assign(card, card.queue.length ? { revision, reference, document, author, on, quote, citedIn } : said.card);
    }
    card.state = card.queue.length ? "saving" : "saved";
    if (card.isToCite && card.reference) {
      card.isToCite = false;
      this.cite(card);
    }
    if (!card.queue.length) this.refresh();
    this.list.mark(this.chosen);
  }

  async refuse(card, said) {
    card.queue = [];
    card.state = "refused";
    this.book.say((said.reasons ?? ["The highlight was not saved."]).join(" "));
    this.cards = this.cards.filter((one) => one !== card || one.revision > 0);
    await this.load();
  }

  later(card) {
    const pause = RETRY[Math.min(card.failures ?? 0, RETRY.length - 1)];
    card.failures = (card.failures ?? 0) + 1;
    card.state = "waiting";
    this.list.show();
    clearTimeout(card.timer);
    card.timer = setTimeout(() => this.run(card), pause);
  }

  retryAll() {
    for (const card of this.waiting) this.run(card);
  }

  // Puts the reference of a card where the text was last touched, and links the two.
  cite(card) {
    const field = document.querySelector("#work textarea.bench-text");
    if (!card || !field) return this.book.say("Open the summary or a service beside: the reference goes there.");
    if (!card.reference) {
      card.isToCite = true; // as soon as it is saved, which says how it is cited
      return this.book.say("The card is being saved; it is cited as soon as it is.");
    }
    writeReference(field, card.reference, placeIn(field));
    this.link(card);
    return this.book.say(`Page ${card.page} is cited in ${partWords(openPart())}.`);
  }

  link(card) {
    card.citedIn = [...new Set([...card.citedIn, openPart()])];
    this.send(card, "cite", { part: openPart() });
    this.list.show();
  }

  // The browser writes the reference where it was dropped, after this; then it is put between words.
  dropped(event) {
    const card = this.cardOf(event.dataTransfer?.getData(CARD));
    const field = event.target;
    if (!card || !field.matches?.("#work textarea.bench-text")) return;
    this.link(card);
    setTimeout(() => settleDropped(field, card.reference));
  }

  bindKeys() {
    const { keys } = this.book;
    const chosen = (act) => () => (this.chosen ? act(this.chosen) : false);
    Object.assign(keys, { e: () => this.stepCard(1), E: () => this.stepCard(-1) });
    keys.y = () => copyReference(this.book, this);
    if (this.root.dataset.mayMark === undefined) return;
    keys.h = () => this.highlight(0) || this.book.say("Select words on a page first: a does so by key, x marks an area.");
    for (let digit = 0; digit <= 9; digit += 1) keys[digit] = () => this.digit(digit);
    keys.s = chosen((card) => this.cite(card));
    keys.m = chosen((card) => this.noteByKey(card));
    keys.z = () => this.restore();
    keys.Delete = chosen((card) => this.remove(card));
    keys.x = () => this.area.turn(!this.area.isOn);
    this.area.takeKeys(keys);
  }

  // Until the services are known a number waits, and what is selected stays so.
  digit(service) {
    if (!this.services) return this.loading?.then(() => this.services ? this.digit(service) : this.book.say("The services could not be fetched: reload the page."));
    const known = service === 0 || this.services?.some((one) => one.position === service);
    if (!known) return this.book.say(`There is no service ${service} in this case.`);
    if (this.highlight(service)) return true;
    if (!this.chosen) return this.book.say("Select words (a does so by key) or choose a card, and press the number of the service.");
    return this.tag(this.chosen, service);
  }
}

function touches(range, word) {
  if (!range.intersectsNode(word)) return false;
  const inside = document.createRange();
  inside.selectNodeContents(word);
  return range.compareBoundaryPoints(Range.END_TO_START, inside) < 0 && range.compareBoundaryPoints(Range.START_TO_END, inside) > 0;
}

function quoteOf(sheet, start, end) {
  return [...sheet.text.querySelectorAll("span")].slice(start, end).map((word) => word.textContent.trim()).join(" ");
}

function boxesOf(sheet, start, end) {
  const words = [...sheet.text.querySelectorAll("span")].slice(start, end);
  return words.map((word) => word.box);
}

function openPart() {
  return document.querySelector("[data-part][aria-current]")?.id.replace("part-", "") ?? "summary";
}

document.addEventListener("book:open", (event) => {
  const book = event.detail;
  const root = book.root.querySelector("[data-evidence]");
  if (!root) return;
  book.evidence = new Evidence(book, root);
  book.evidence.load().then(() => book.evidence.showCited());
});
