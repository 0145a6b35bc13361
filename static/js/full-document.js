// One document in full fidelity, drawn here by pdf.js from ranges of the working copy: never the
// whole file, never more than a window of pages. <div data-document-file="ADDRESS" …>

const AROUND = 1; // screens above and below that are kept drawn
const RANGE = 64 * 1024;
const GAP = 12;

openAll();
// The document of a page that was opened before its file could be read.
document.addEventListener("htmx:afterSettle", openAll);

function openAll() {
  for (const root of document.querySelectorAll("[data-document-file]:not([data-state])")) begin(root);
}

function begin(root) {
  root.dataset.state = "opening";
  open(root).catch((fault) => {
    const said = document.createElement("p");
    said.className = "note note-warn";
    said.textContent = "This document could not be shown here. Open it alone, or read its pages in the book.";
    root.replaceChildren(said);
    console.warn(fault.message);
  });
}

async function open(root) {
  const { library, worker, documentFile, sizes } = root.dataset;
  const pdfjs = await import(library);
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  const file = await pdfjs.getDocument({
    url: documentFile,
    withCredentials: true,
    rangeChunkSize: RANGE,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    BinaryDataFactory: factoryOf(JSON.parse(root.dataset.decoders)),
  }).promise;
  const first = await file.getPage(1);
  const known = JSON.parse(sizes || "[]");
  const own = first.getViewport({ scale: 1 });
  const pages = Array.from({ length: file.numPages }, (_, at) => known[at] ?? [own.width, own.height]);
  new Paper(root, file, pages);
}

// What decodes rare images is fetched under the names the site serves.
function factoryOf(addresses) {
  return class {
    async fetch({ filename }) {
      const answer = await fetch(addresses[filename] ?? "");
      if (!addresses[filename] || !answer.ok) throw new Error(`${filename} is not served here.`);
      return new Uint8Array(await answer.arrayBuffer());
    }
  };
}

class Paper {
  constructor(root, file, sizes) {
    Object.assign(this, { root, file, sizes, drawn: new Map() });
    this.long = document.createElement("div");
    this.long.className = "full-long";
    root.replaceChildren(this.long);
    root.dataset.state = "open";
    root.tabIndex = 0;
    root.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => this.lay()).observe(root);
  }

  lay() {
    const wide = Math.min(this.root.clientWidth - 2 * GAP, 1100);
    this.scale = this.sizes.map(([width]) => wide / width);
    this.tops = [];
    let top = GAP;
    this.sizes.forEach(([, height], at) => {
      this.tops.push(top);
      top += Math.round(height * this.scale[at]) + GAP;
    });
    this.long.style.height = `${top}px`;
    for (const page of this.drawn.values()) this.drop(page);
    this.drawn.clear();
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 60);
  }

  show() {
    const { scrollTop, clientHeight } = this.root;
    const from = scrollTop - clientHeight * AROUND;
    const to = scrollTop + clientHeight * (1 + AROUND);
    this.sizes.forEach(([, height], at) => {
      const isNear = this.tops[at] < to && this.tops[at] + height * this.scale[at] > from;
      if (isNear && !this.drawn.has(at)) this.draw(at);
      if (!isNear && this.drawn.has(at)) {
        this.drop(this.drawn.get(at));
        this.drawn.delete(at);
      }
    });
  }

  async draw(at) {
    const [width, height] = this.sizes[at];
    const canvas = document.createElement("canvas");
    canvas.className = "full-page";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Page ${at + 1} of ${this.file.numPages}`);
    const css = canvas.style;
    css.top = `${this.tops[at]}px`;
    css.width = `${Math.round(width * this.scale[at])}px`;
    css.height = `${Math.round(height * this.scale[at])}px`;
    const entry = { canvas };
    this.drawn.set(at, entry);
    this.long.append(canvas);
    entry.page = await this.file.getPage(at + 1);
    if (this.drawn.get(at) !== entry) return;
    const own = entry.page.getViewport({ scale: 1 });
    const viewport = entry.page.getViewport({ scale: ((width * this.scale[at]) / own.width) * window.devicePixelRatio });
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    entry.task = entry.page.render({ canvas, viewport });
    await entry.task.promise.then(() => (canvas.dataset.drawn = ""), () => undefined);
  }

  drop({ canvas, page, task }) {
    task?.cancel();
    canvas.width = 0;
    canvas.height = 0;
    canvas.remove();
    page?.cleanup();
  }
}
