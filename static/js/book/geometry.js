// Where each page of the book lies, known from the sizes alone: nothing moves when an image comes.

export const GAP = 12;
const EDGE = 16;
const POINT = 96 / 72;
// No browser scrolls further than some sixteen million pixels: of a longer book so many pages before
// and after the one where the reader is have their size, and those far from it are laid out smaller.
const LONGEST = 16_000_000;
const NEAR = 300;

// pages: [{width, height, turn}] in points. zoom: "width", "page" or a number (1 is paper size).
// `near` of what comes back are the first and the last row that have their size, where not all do.
export function arrange(pages, { width, height, zoom, spread, focus = 0 }) {
  const room = Math.max(200, width - 2 * EDGE - (spread ? GAP : 0)) / (spread ? 2 : 1);
  const boxes = pages.map((page) => box(page, room, height - 2 * GAP, zoom));
  const step = spread ? 2 : 1;
  const [first, last] = [focus - NEAR, focus + NEAR];
  const isNear = (at) => at >= first && at <= last;
  let long = 0;
  let nearby = 0;
  for (let at = 0; at < boxes.length; at += step) {
    const tall = tallest(boxes, at, step) + GAP;
    long += tall;
    if (isNear(at)) nearby += tall;
  }
  const isLonger = long > LONGEST;
  const far = isLonger ? Math.max(0.01, LONGEST - nearby) / Math.max(long - nearby, 1) : 1;
  const rows = [];
  const rowOf = new Int32Array(boxes.length);
  let top = GAP;
  let widest = 0;
  for (let at = 0; at < boxes.length; at += step) {
    const members = [];
    let tall = 0;
    let wide = 0;
    const shrink = isNear(at) ? 1 : far;
    for (let i = at; i < Math.min(at + step, boxes.length); i += 1) {
      const w = Math.round(boxes[i].width * shrink);
      const h = Math.round(boxes[i].height * shrink);
      members.push({ index: i, left: wide, width: w, height: h });
      rowOf[i] = rows.length;
      wide += w + (i < at + step - 1 ? GAP : 0);
      tall = Math.max(tall, h);
    }
    rows.push({ top, height: tall, width: wide, members });
    widest = Math.max(widest, wide);
    top += tall + GAP;
  }
  const near = isLonger ? { first: Math.max(0, Math.ceil(first / step)), last: Math.min(rows.length - 1, Math.floor(last / step)) } : undefined;
  return { rows, rowOf, total: top, widest: widest + 2 * EDGE, near };
}

// The row at this height, or the nearest one.
export function rowAt(rows, y) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].top <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function box(page, room, tall, zoom) {
  const sideways = page.turn % 180 !== 0;
  const w = (sideways ? page.height : page.width) * POINT;
  const h = (sideways ? page.width : page.height) * POINT;
  let scale = typeof zoom === "number" ? zoom : room / w;
  if (zoom === "page") scale = Math.min(room / w, tall / h);
  return { width: w * scale, height: h * scale };
}

function tallest(boxes, at, step) {
  return step === 1 ? boxes[at].height : Math.max(boxes[at].height, boxes[at + 1]?.height ?? 0);
}
