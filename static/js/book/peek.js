// A look at the page under the pointer on the map: its small picture, number and document.

const RESTS = 90; // milliseconds on a page after which it is fetched
const KEPT = 200; // small pictures that are remembered, as bitmaps

export class Peek {
  constructor(book) {
    this.book = book;
    this.map = book.find("map");
    this.kept = new Map();
    this.box = document.createElement("div");
    this.box.className = "book-peek";
    this.box.hidden = true;
    this.box.setAttribute("aria-hidden", "true");
    this.picture = document.createElement("canvas");
    this.words = document.createElement("p");
    this.box.append(this.picture, this.words);
    this.map.after(this.box);
    this.map.addEventListener("pointermove", (event) => this.over(event));
    this.map.addEventListener("pointerleave", () => this.leave());
  }

  over(event) {
    if (event.pointerType === "touch") return;
    const edge = this.map.getBoundingClientRect();
    const { pages } = this.book.sheets;
    const at = Math.floor(((event.clientY - edge.top) / edge.height) * pages.length);
    const page = pages[Math.min(Math.max(at, 0), pages.length - 1)];
    const tall = this.book.find("pages").clientHeight;
    this.box.style.top = `${Math.min(Math.max(event.clientY - edge.top - 80, 4), Math.max(tall - 200, 4))}px`;
    if (page === this.page) return;
    this.page = page;
    this.words.textContent = `${page.number} · ${page.document.title}${page.fold ? ` · ${page.fold}` : ""}`;
    this.box.hidden = false;
    this.picture.hidden = !this.kept.has(page.number);
    if (this.kept.has(page.number)) return this.draw(this.kept.get(page.number));
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.fetch(page), RESTS);
  }

  async fetch(page) {
    try {
      const answer = await fetch(this.book.source.imageOf(page, "thumb"));
      if (!answer.ok) return;
      const bitmap = await createImageBitmap(await answer.blob());
      this.kept.set(page.number, bitmap);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
      if (page === this.page) this.draw(bitmap);
    } catch {
      // Without a connection the number and the title are what there is.
    }
  }

  draw(bitmap) {
    this.picture.width = bitmap.width;
    this.picture.height = bitmap.height;
    this.picture.getContext("2d").drawImage(bitmap, 0, 0);
    this.picture.hidden = false;
  }

  leave() {
    clearTimeout(this.resting);
    this.page = undefined;
    this.box.hidden = true;
  }
}
