// Words are selected by key: a sentence at a time, from the mark that was found or the first in sight.
//
// What is selected is the browser's selection, so that whatever works on it works on this too.

const LONGEST = 80; // words; what has no full stop ends somewhere
const SENTENCE_ENDS = /[.!?]["”’)]*$/;

export class Picker {
  constructor(book) {
    this.book = book;
    document.addEventListener("selectionchange", () => this.forget());
  }

  get isOpen() {
    return this.at !== undefined;
  }

  // The next sentence, or the one before; the first time the one where the reader is.
  async step(by) {
    const here = this.isOpen ? await this.beside(by) : await this.begin();
    if (!here) return this.book.say("No words can be selected here: go to a page that has been read.");
    return this.select(here);
  }

  // Makes the selection longer or shorter, a word at its end or at its beginning.
  stretch(by, { atStart = false } = {}) {
    if (!this.isOpen) return false;
    const { page, start, end } = this.at;
    const words = this.wordsOn(page);
    const to = atStart ? { page, start: clamp(start + by, 0, end - 1), end } : { page, start, end: clamp(end + by, start + 1, words.length) };
    this.select(to);
    return true;
  }

  async begin() {
    const { page } = this.book.sheets.place();
    const words = await this.loaded(page);
    if (!words.length) return undefined;
    const all = sentences(words);
    const wanted = this.firstWanted(page, words);
    return { page, ...(all.find((one) => one.end > wanted) ?? all.at(-1)) };
  }

  // The word under the mark that was found, or the first one that is in sight.
  firstWanted(page, words) {
    const hit = this.book.sheets.sheetOf(page).marks.querySelector(".hit.is-here") ?? undefined;
    const line = (hit ?? this.book.scroller).getBoundingClientRect();
    const found = words.findIndex((word) => {
      const box = word.getBoundingClientRect();
      if (!hit) return box.top >= line.top;
      const [x, y] = [line.left + line.width / 2, line.top + line.height / 2];
      return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    });
    return Math.max(found, 0);
  }

  async beside(by) {
    const { page, start, end } = this.at;
    const all = sentences(this.wordsOn(page));
    const next = by > 0 ? all.find((one) => one.start >= end) : all.findLast((one) => one.end <= start);
    if (next) return { page, ...next };
    const { pages, indexOf } = this.book.sheets;
    const other = pages[indexOf.get(page) + by];
    if (!other) return this.at;
    this.book.show(other.number);
    const words = await this.loaded(other.number);
    const there = sentences(words);
    return words.length ? { page: other.number, ...(by > 0 ? there[0] : there.at(-1)) } : this.at;
  }

  async loaded(number) {
    const sheet = this.book.sheets.sheetOf(number);
    if (!sheet) return [];
    sheet.fill();
    await sheet.words;
    return this.wordsOn(number);
  }

  wordsOn(number) {
    return [...(this.book.sheets.sheetOf(number)?.text.querySelectorAll("span") ?? [])];
  }

  select(at) {
    const words = this.wordsOn(at.page);
    const first = words[at.start]?.firstChild;
    const last = words[at.end - 1]?.firstChild;
    if (!first || !last) return;
    this.own = [first, last];
    window.getSelection().setBaseAndExtent(first, 0, last, last.length - 1);
    this.at = at;
    this.book.scroller.focus({ preventScroll: true });
    this.reveal(words[at.start], words[at.end - 1]);
    this.book.say(words.slice(at.start, at.end).map((word) => word.textContent.trim()).join(" ").slice(0, 160));
  }

  reveal(first, last) {
    const { scroller } = this.book;
    const seen = scroller.getBoundingClientRect();
    const top = first.getBoundingClientRect().top - seen.top;
    const bottom = last.getBoundingClientRect().bottom - seen.top;
    if (top < 24 || bottom > seen.height - 48) scroller.scrollTop += top - seen.height / 3;
  }

  // Selected otherwise, or no longer: the keys mean again what they mean.
  forget() {
    if (!this.isOpen) return;
    const { anchorNode, focusNode, isCollapsed } = window.getSelection();
    if (isCollapsed || anchorNode !== this.own[0] || focusNode !== this.own[1]) this.at = undefined;
  }

  leave() {
    if (!this.isOpen) return false;
    window.getSelection().removeAllRanges();
    this.at = undefined;
    this.book.say("");
    return true;
  }
}

// Runs of words that end with a full stop, before a wider gap, or where they become too long.
function sentences(words) {
  const found = [];
  let start = 0;
  for (let at = 0; at < words.length; at += 1) {
    const ends = SENTENCE_ENDS.test(words[at].textContent.trim()) || isGap(words[at], words[at + 1]) || at - start >= LONGEST;
    if (!ends) continue;
    found.push({ start, end: at + 1 });
    start = at + 1;
  }
  return found;
}

function isGap(word, next) {
  if (!next) return true;
  const [, top, , tall] = word.box;
  const [, nextTop] = next.box;
  return nextTop < top - tall / 2 || nextTop - top > tall * 2.2;
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
