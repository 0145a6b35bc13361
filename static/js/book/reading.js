// Which pages were read: in sight, large and long enough. Told every few seconds, and at the end.

const LOOKS = 500;
const TELLS = 4000;
const LEGIBLE_DOTS = 55; // screen pixels an inch of paper
const LARGE_SHARE = 0.5;

export class Reading {
  constructor(sheets, source, address) {
    Object.assign(this, { sheets, source, address });
    this.seen = new Map();
    this.heldPlace = "";
    this.others = new BroadcastChannel("imrportal-read"); // other tabs that count what is left
    setInterval(() => this.look(), LOOKS);
    setInterval(() => this.tell(), TELLS);
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    window.addEventListener("pagehide", () => this.leave());
  }

  look() {
    if (document.hidden || !document.hasFocus()) return;
    for (const { sheet, share } of this.sheets.inSight()) {
      const dots = sheet.dots / window.devicePixelRatio;
      const isLegible = this.sheets.view.asText || dots >= LEGIBLE_DOTS;
      if (!sheet.isShown || sheet.page.isRead || share < LARGE_SHARE || !isLegible) continue;
      const { number } = sheet.page;
      this.seen.set(number, (this.seen.get(number) ?? 0) + LOOKS);
    }
  }

  news() {
    const here = this.sheets.place();
    const { zoom, spread, look, asText } = this.sheets.view;
    const place = JSON.stringify({ ...here, offset: Number(here.offset.toFixed(3)), zoom, spread, look, asText });
    if (!this.seen.size && place === this.heldPlace) return undefined;
    return { place, pages: JSON.stringify([...this.seen]) };
  }

  async tell() {
    const news = this.news();
    if (!news || this.isTelling || !this.sheets.plan) return;
    this.isTelling = true;
    const told = new Map(this.seen);
    try {
      const answer = await this.source.post(this.address, news, { isBackground: true });
      if (!answer.ok) return;
      this.heldPlace = news.place;
      for (const [number, spent] of told) {
        const left = this.seen.get(number) - spent;
        if (left > 0) this.seen.set(number, left);
        else this.seen.delete(number);
      }
      const read = await answer.json();
      this.sheets.dispatchEvent(new CustomEvent("read", { detail: read }));
      if (read.numbers.length) this.others.postMessage("");
    } catch {
      // no network: what was seen is kept and told with the next
    } finally {
      this.isTelling = false;
    }
  }

  leave() {
    const news = this.sheets.plan && this.news();
    if (news && this.source.beacon(this.address, news)) {
      if (this.seen.size) this.others.postMessage("");
      this.seen.clear();
      this.heldPlace = news.place;
    }
  }
}
