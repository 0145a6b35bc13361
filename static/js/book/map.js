// The page map: the whole book as a narrow strip, with what was read, what was found and where one is.

export class PageMap {
  constructor(book) {
    this.book = book;
    this.canvas = book.find("map");
    this.hits = new Set();
    this.notes = new Map();
    this.canvas.addEventListener("pointerdown", (event) => this.jump(event));
    this.canvas.addEventListener("pointermove", (event) => event.buttons && this.jump(event));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  jump(event) {
    const box = this.canvas.getBoundingClientRect();
    const pages = this.book.sheets.pages;
    const at = Math.floor(((event.clientY - box.top) / box.height) * pages.length);
    const page = pages[Math.min(Math.max(at, 0), pages.length - 1)];
    this.book.goTo(this.nearestHit(page, 6 / box.height) ?? page.number);
  }

  // A click beside a mark means the mark.
  nearestHit(page, share) {
    const pages = this.book.sheets.pages;
    const at = this.book.sheets.indexOf.get(page.number);
    const reach = Math.ceil(share * pages.length);
    for (let by = 0; by <= reach; by += 1) {
      for (const near of [pages[at + by], pages[at - by]]) {
        if (near && this.hits.has(near.number)) return near.number;
      }
    }
    return undefined;
  }

  show(hits) {
    this.hits = new Set(hits);
    this.draw();
  }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  // A colour of the page, for light or dark, as a canvas understands it.
  colorOf(name) {
    this.canvas.style.color = `var(${name})`;
    return getComputedStyle(this.canvas).color;
  }

  paint() {
    const pages = this.book.sheets.pages;
    const { clientWidth: wide, clientHeight: tall } = this.canvas;
    if (!pages?.length || !wide) return;
    const ratio = window.devicePixelRatio;
    this.canvas.width = wide * ratio;
    this.canvas.height = tall * ratio;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const color = (name) => this.colorOf(name);
    const step = tall / pages.length;
    const bar = Math.max(step, 1);
    let last;
    pages.forEach((page, at) => {
      const y = at * step;
      if (page.document !== last) {
        pen.fillStyle = color("--edge");
        pen.fillRect(0, y, wide, 1);
        last = page.document;
      }
      if (page.isRead) {
        pen.fillStyle = color("--map-read");
        pen.fillRect(2, y, 4, bar);
      }
    });
    pen.fillStyle = color("--map-note");
    pages.forEach((page, at) => this.notes.has(page.number) && pen.fillRect(wide - 7, at * step - 1, 7, Math.max(bar, 4)));
    pen.fillStyle = color("--map-hit");
    pages.forEach((page, at) => this.hits.has(page.number) && pen.fillRect(7, at * step - 1, wide - 14, Math.max(bar, 3)));
    const here = this.book.sheets.indexOf.get(this.book.sheets.place().page) ?? 0;
    pen.strokeStyle = color("--accent");
    pen.lineWidth = 2;
    pen.strokeRect(1, Math.min(here * step, tall - 6), wide - 2, Math.max(step, 6));
  }
}
