// An area of a page is marked: dragged over with the pointer, or moved and sized with the arrows.

import { boxElement } from "./search.js";

const STEP = 0.01;
const LEAST = 0.005;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Area {
  constructor(evidence) {
    this.evidence = evidence;
    this.book = evidence.book;
    this.isOn = false;
    const { scroller } = this.book;
    scroller.addEventListener("pointerdown", (event) => this.begin(event));
    scroller.addEventListener("pointermove", (event) => this.from && this.draw(edges(this.from, pointOn(this.sheet, event))));
    window.addEventListener("pointerup", (event) => this.from && this.end(event));
  }

  turn(isOn) {
    this.isOn = isOn;
    this.book.scroller.classList.toggle("is-marking", isOn);
    this.clear();
    this.book.scroller.focus({ preventScroll: true });
    this.book.say(isOn ? "Drag over the area. By key: arrows move a frame, with Shift they size it, Enter marks it, x leaves." : "");
  }

  // The arrows and Enter belong to the frame while there is one to make.
  takeKeys(keys) {
    for (const [name, by] of Object.entries(ARROWS)) {
      const other = keys[name];
      keys[name] = (event) => (this.isOn ? this.move(by, event.shiftKey) : other(event));
    }
    keys.Enter = () => (this.isOn ? this.mark() : false);
  }

  leave() {
    if (!this.isOn) return false;
    this.turn(false);
    return true;
  }

  begin(event) {
    if (!this.isOn) return;
    const element = event.target.closest(".sheet");
    const sheet = element && this.book.sheets.sheetOf(Number(element.dataset.page));
    if (!sheet) return;
    event.preventDefault();
    this.clear();
    this.sheet = sheet;
    this.from = pointOn(sheet, event);
  }

  end(event) {
    this.draw(edges(this.from, pointOn(this.sheet, event)));
    this.from = undefined;
    const [left, top, right, bottom] = this.frame;
    if (right - left < LEAST || bottom - top < LEAST) this.clear();
    else this.mark();
  }

  // The first arrow puts a frame where one looks; turned pages are framed as they lie unturned.
  move([x, y], isSizing) {
    if (!this.frame || !this.sheet.element.isConnected) {
      this.sheet = this.book.sheets.sheetOf(this.book.sheets.place().page);
      return this.draw(this.inSight());
    }
    const [left, top, right, bottom] = this.frame;
    const [dx, dy] = [x * STEP, y * STEP];
    if (isSizing) return this.draw([left, top, Math.min(1, Math.max(left + STEP, right + dx)), Math.min(1, Math.max(top + STEP, bottom + dy))]);
    const [across, down] = [Math.min(Math.max(dx, -left), 1 - right), Math.min(Math.max(dy, -top), 1 - bottom)];
    return this.draw([left + across, top + down, right + across, bottom + down]);
  }

  inSight() {
    const { scrollTop, clientHeight } = this.book.scroller;
    const middle = (scrollTop + clientHeight / 2 - this.sheet.top) / (this.sheet.bottom - this.sheet.top);
    const top = this.sheet.page.turn ? 0.45 : Math.min(0.9, Math.max(0, middle - 0.05));
    return [0.3, top, 0.7, top + 0.1];
  }

  draw(frame) {
    this.frame = frame;
    const [left, top, right, bottom] = frame;
    this.outline?.remove();
    this.outline = boxElement("note-mark is-new", [left, top, right - left, bottom - top]);
    this.sheet.marks.append(this.outline);
  }

  mark() {
    if (!this.frame) return this.book.say("Drag over the area, or press an arrow.");
    const [left, top, right, bottom] = this.frame;
    this.evidence.add(this.sheet.page, { left, top, right, bottom }, [[left, top, right - left, bottom - top]], "", 0, "area");
    return this.turn(false);
  }

  clear() {
    this.outline?.remove();
    this.outline = this.frame = this.from = undefined;
  }
}

// Where on the paper the pointer is, as shares, however the page is turned.
function pointOn(sheet, event) {
  const box = sheet.element.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width;
  const y = (event.clientY - box.top) / box.height;
  const { turn } = sheet.page;
  const [u, v] = { 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] }[turn] ?? [x, y];
  return [Math.min(1, Math.max(0, u)), Math.min(1, Math.max(0, v))];
}

function edges([a, b], [c, d]) {
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}
