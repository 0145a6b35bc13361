// The words of a page over its image, each where it is printed, so that they can be selected.

const measure = document.createElement("canvas").getContext("2d");
const SIZE = 20;
const widths = new Map();

// words: [x, y, width, height, text] with everything but the text as shares of the page.
export function layText(layer, words, width, height) {
  const pieces = document.createDocumentFragment();
  let lineTop = -1;
  for (const [x, y, w, h, text] of words) {
    if (lineTop >= 0 && Math.abs(y - lineTop) > h / 2) pieces.append(document.createElement("br"));
    lineTop = y;
    const word = document.createElement("span");
    word.textContent = `${text} `;
    const css = word.style;
    const size = Math.max(4, h * height);
    css.left = `${x * 100}%`;
    css.top = `${y * 100}%`;
    css.fontSize = `${size}px`;
    const natural = (widthOf(text) * size) / SIZE;
    if (natural > 0) css.transform = `scaleX(${(w * width) / natural})`;
    word.box = [x, y, w, h];
    pieces.append(word);
  }
  layer.replaceChildren(pieces);
}

function widthOf(text) {
  let width = widths.get(text);
  if (width === undefined) {
    measure.font = `${SIZE}px sans-serif`;
    width = measure.measureText(text).width;
    if (widths.size > 20_000) widths.clear();
    widths.set(text, width);
  }
  return width;
}
