// Where one has been in the book: back to the page one jumped away from, and forward again.

const PASSING = 2000; // milliseconds; a page that one jumped to and left sooner was only passed
const MOST = 200;

export class Trail {
  constructor(book) {
    this.book = book;
    this.before = [];
    this.after = [];
    this.arrivedAt = -PASSING;
  }

  // Called before every jump: remembers the place that is left, unless one only passed it.
  leave() {
    const now = performance.now();
    const isPassing = this.before.length && now - this.arrivedAt < PASSING;
    this.arrivedAt = now;
    if (isPassing) return;
    this.before.push(this.book.sheets.place());
    if (this.before.length > MOST) this.before.shift();
    this.after = [];
    this.show();
  }

  back() {
    return this.step(this.before, this.after, "There is no page before this one to go back to.");
  }

  forward() {
    return this.step(this.after, this.before, "There is no page to go forward to.");
  }

  step(from, to, none) {
    const place = from.pop();
    if (!place) return this.book.say(none);
    to.push(this.book.sheets.place());
    this.book.show(place.page, place.offset);
    this.show();
    return this.book.say(`Page ${place.page}`);
  }

  show() {
    const button = this.book.root.querySelector('[data-book-act="back"]');
    if (button) button.hidden = !this.before.length;
  }
}
