// The window of pages: only those in sight and a few around them exist, whatever the book's length.

import { arrange, rowAt } from "./geometry.js";
import { layText } from "./textlayer.js";

const AROUND = 1.2; // screens above and below that are kept ready
const SHARP = 150; // screen dots an inch of paper, from which the finer image is worth its time
const SEEN = 0.25; // of a page or of the screen: what the reader looks at
const PATIENCE = 400; // milliseconds after which the pages around are asked for in any case
const MARGIN = 20; // rows before the end of those that have their size, where one lays out anew
const SETTLES = 60; // milliseconds without scrolling after which images are asked for

export class Sheets extends EventTarget {
  constructor(scroller, book) {
    super();
    this.scroller = scroller;
    this.book = book;
    this.long = document.createElement("div");
    this.long.className = "book-long";
    scroller.replaceChildren(this.long);
    this.alive = new Map();
    this.view = { zoom: "width", spread: false, look: "plain", asText: false };
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.resized()).observe(scroller);
  }

  show(pages) {
    const at = this.pages ? this.place() : undefined;
    this.pages = pages;
    this.indexOf = new Map(pages.map((page, index) => [page.number, index]));
    this.relay(at);
  }

  set(changes) {
    const at = this.place();
    Object.assign(this.view, changes);
    this.relay(at);
  }

  // Told at once when it begins to watch, too: what stands right stays, with what is selected on it.
  resized() {
    const { clientWidth, clientHeight } = this.scroller;
    if (clientWidth === this.laidFor?.width && clientHeight === this.laidFor?.height) return;
    this.relay();
  }

  // Lays everything out anew and comes back to the same spot of the same page.
  relay(at = this.pages ? this.place() : undefined) {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (!this.pages?.length || !width) return;
    this.laidFor = { width, height };
    const focus = this.indexOf.get(at?.page) ?? 0;
    this.plan = arrange(this.pages, { width, height, focus, ...this.view });
    this.long.style.height = `${this.plan.total}px`;
    this.long.style.width = this.plan.widest > width ? `${this.plan.widest}px` : "100%";
    this.scroller.dataset.look = this.view.look;
    this.scroller.classList.toggle("is-text", this.view.asText);
    for (const sheet of this.alive.values()) sheet.remove();
    this.alive.clear();
    if (at) this.goTo(at.page, at.offset);
    this.draw();
  }

  // Where the reader is: the page at a third of the height, and how far down it.
  place() {
    if (!this.plan) return { page: this.pages?.[0]?.number, offset: 0 };
    const y = this.scroller.scrollTop + this.scroller.clientHeight / 3;
    const row = this.plan.rows[rowAt(this.plan.rows, y)];
    const first = row.members[0];
    return { page: this.pages[first.index].number, offset: Math.min(1, (y - row.top) / row.height) };
  }

  goTo(number, offset) {
    const index = this.indexOf.get(number);
    if (index === undefined || !this.plan) return false;
    if (this.isFar(this.plan.rowOf[index], 0)) this.relay({ page: number, offset });
    const row = this.plan.rows[this.plan.rowOf[index]];
    const down = offset === undefined ? -8 : row.height * offset - this.scroller.clientHeight / 3;
    this.scroller.scrollTop = Math.max(0, row.top + down);
    this.draw();
    return true;
  }

  // Whether a row is laid out smaller, or stands so close to where that begins.
  isFar(row, margin) {
    const { near, rows } = this.plan;
    if (!near) return false;
    const isBefore = near.first > 0 && row < near.first + margin;
    return isBefore || (near.last < rows.length - 1 && row > near.last - margin);
  }

  step(by) {
    const y = this.scroller.scrollTop + 10;
    let at = rowAt(this.plan.rows, y) + by;
    if (by < 0 && y - this.plan.rows[at + 1].top > 40) at += 1;
    const row = this.plan.rows[Math.min(Math.max(at, 0), this.plan.rows.length - 1)];
    this.scroller.scrollTop = row.top - 8;
  }

  scrolled() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    if (!this.plan) return;
    const { scrollTop, clientHeight } = this.scroller;
    const { rows } = this.plan;
    const first = rowAt(rows, scrollTop - clientHeight * AROUND);
    const last = rowAt(rows, scrollTop + clientHeight * (1 + AROUND));
    const wanted = new Set();
    for (let r = first; r <= last; r += 1) {
      for (const member of rows[r].members) wanted.add(member.index);
    }
    for (const [index, sheet] of this.alive) {
      if (wanted.has(index)) continue;
      sheet.remove();
      this.alive.delete(index);
    }
    for (let r = first; r <= last; r += 1) {
      for (const member of rows[r].members) {
        if (!this.alive.has(member.index)) this.make(rows[r], member);
      }
    }
    const here = this.place();
    if (here.page !== this.lastPage) {
      this.lastPage = here.page;
      this.dispatchEvent(new CustomEvent("page", { detail: here }));
    }
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.fill(), this.hurry ? 0 : SETTLES);
    if (this.nearlyStill(scrollTop)) this.fill();
  }

  // Reading pace fills at once; a dragged scroll bar waits until it rests.
  nearlyStill(top) {
    const moved = Math.abs(top - (this.lastTop ?? -1e9));
    this.lastTop = top;
    return moved < this.scroller.clientHeight * 1.5;
  }

  make(row, member) {
    const page = this.pages[member.index];
    const sheet = new Sheet(page, member, row, this);
    this.alive.set(member.index, sheet);
    this.long.append(sheet.element);
  }

  // What is in sight comes first; those around it wait until it is there, or took its time.
  fill() {
    const here = this.indexOf.get(this.place().page);
    if (this.isFar(this.plan.rowOf[here], MARGIN)) return this.relay();
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 2;
    const sheets = [...this.alive.values()];
    sheets.sort((a, b) => Math.abs(a.middle - middle) - Math.abs(b.middle - middle));
    const seen = new Set([sheets[0], ...[...this.inSight()].filter(({ share }) => share > SEEN).map(({ sheet }) => sheet)]);
    for (const sheet of sheets) if (seen.has(sheet)) sheet.fill();
    clearTimeout(this.waiting);
    const fillRest = () => {
      clearTimeout(this.waiting);
      for (const sheet of sheets) if (!seen.has(sheet) && sheet.element.isConnected) sheet.fill();
    };
    if ([...seen].every((sheet) => sheet?.isShown)) return fillRest();
    this.waiting = setTimeout(fillRest, PATIENCE);
    return Promise.all([...seen].map((sheet) => sheet?.drawn)).then(fillRest);
  }

  sheetOf(number) {
    return this.alive.get(this.indexOf?.get(number));
  }

  // Pages in sight with the share of the screen or of themselves that is seen.
  *inSight() {
    const top = this.scroller.scrollTop;
    const tall = this.scroller.clientHeight;
    for (const sheet of this.alive.values()) {
      const seen = Math.min(sheet.bottom, top + tall) - Math.max(sheet.top, top);
      if (seen > 0) yield { sheet, share: seen / Math.min(sheet.bottom - sheet.top, tall) };
    }
  }
}

class Sheet {
  constructor(page, member, row, sheets) {
    this.page = page;
    this.sheets = sheets;
    this.top = row.top;
    this.bottom = row.top + member.height;
    this.middle = (this.top + this.bottom) / 2;
    this.width = member.width;
    this.height = member.height;
    this.build(row, member);
  }

  build(row, member) {
    const { page } = this;
    this.element = document.createElement("section");
    this.element.className = "sheet";
    this.element.dataset.page = page.number;
    this.element.setAttribute("aria-label", `Page ${page.number}, ${page.document.title}`);
    const css = this.element.style;
    css.top = `${row.top}px`;
    css.width = `${member.width}px`;
    css.height = `${member.height}px`;
    css.left = `calc(max(16px, 50% - ${row.width / 2}px) + ${member.left}px)`;
    this.paper = document.createElement("div");
    this.paper.className = "sheet-paper";
    this.turnPaper();
    // Not an <img>: what is drawn here is gone with the sheet, whatever the browser likes to keep.
    this.image = document.createElement("canvas");
    this.image.setAttribute("aria-hidden", "true");
    this.text = document.createElement("div");
    this.text.className = "sheet-text";
    if (this.sheets.view.asText) this.text.tabIndex = 0; // longer than its sheet, it scrolls by itself
    this.marks = document.createElement("div");
    this.marks.className = "sheet-marks";
    this.paper.append(this.image, this.marks, this.text);
    const number = document.createElement("p");
    number.className = "sheet-number";
    number.textContent = page.fold ? `${page.number} · ${page.fold}` : page.number;
    this.element.append(this.paper, number);
  }

  // The paper is laid out unturned and turned as a whole, with its text and its marks.
  turnPaper() {
    const sideways = this.page.turn % 180 !== 0;
    const css = this.paper.style;
    css.width = `${sideways ? this.height : this.width}px`;
    css.height = `${sideways ? this.width : this.height}px`;
    const turn = this.page.turn + this.page.skew;
    if (turn) css.transform = `translate(-50%, -50%) rotate(${turn}deg)`;
    this.paper.classList.toggle("is-turned", turn !== 0);
  }

  get dots() {
    const wide = this.page.turn % 180 ? this.height : this.width;
    return (wide * window.devicePixelRatio) / (this.page.width / 72);
  }

  fill() {
    if (this.isFilled) return;
    this.isFilled = true;
    const { book, view } = this.sheets;
    if (!view.asText) this.drawn = this.drawImage(book.imageOf(this.page, this.dots > SHARP ? "sharp" : "page"));
    this.words = book.wordsOf(this.page).then((said) => this.lay(said), () => undefined);
    this.sheets.dispatchEvent(new CustomEvent("sheet", { detail: this }));
  }

  async drawImage(address) {
    this.stop = new AbortController();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json, image/jpeg" }, signal: this.stop.signal });
      if (!answer.ok) return this.fail(await this.sheets.book.whyNot(answer));
      const picture = await createImageBitmap(await answer.blob());
      if (!this.element.isConnected) return picture.close();
      this.image.width = picture.width;
      this.image.height = picture.height;
      this.image.getContext("bitmaprenderer").transferFromImageBitmap(picture);
      return this.loaded();
    } catch (fault) {
      if (fault.name === "AbortError" || !this.element.isConnected) return undefined;
      this.isFilled = false; // tried again when somebody comes back to it
      return this.fail("This page could not be fetched. Check the connection; it is tried again when you scroll.");
    }
  }

  loaded() {
    this.fault?.remove();
    this.isShown = true;
    this.element.classList.add("is-shown");
  }

  lay(said) {
    if (!said || !this.element.isConnected) return said;
    if (said.notice) this.tell(said.notice);
    if (this.sheets.view.asText) {
      this.text.textContent = said.text || "No readable text was found on this page.";
      this.isShown = true;
      this.element.classList.add("is-shown");
    } else {
      layText(this.text, said.words, this.paper.clientWidth, this.paper.clientHeight);
    }
    return said;
  }

  // What its reader has to know of a page that is shown with a gap.
  tell(sentence) {
    const notice = document.createElement("p");
    notice.className = "sheet-notice";
    notice.textContent = sentence;
    this.element.append(notice);
  }

  fail(sentence) {
    this.fault?.remove();
    this.fault = document.createElement("p");
    this.fault.className = "sheet-fault";
    this.fault.textContent = sentence;
    this.paper.append(this.fault);
  }

  remove() {
    this.stop?.abort();
    this.element.remove();
    this.image.width = 0;
    this.image.height = 0;
  }
}
