// References are written into a text between words, wherever the pointer or the cursor stood.

const INSIDE = /[\p{L}\p{N}'’-]/u;
const CLINGS = /[\s.,;:!?)\]]/;
const touched = new WeakSet();

document.addEventListener("focusin", (event) => event.target.matches("textarea") && touched.add(event.target));

// Where the text was last touched; at its end where nobody touched it yet.
export function placeIn(field) {
  return touched.has(field) ? field.selectionEnd : field.value.length;
}

export function writeReference(field, reference, at) {
  const { value } = field;
  let place = at;
  while (INSIDE.test(value.charAt(place - 1)) && INSIDE.test(value.charAt(place))) place += 1;
  const next = value.charAt(place);
  const before = place > 0 && !/\s/.test(value.charAt(place - 1)) ? " " : "";
  const after = next && !CLINGS.test(next) ? " " : "";
  field.setRangeText(`${before}${reference}${after}`, place, place, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The browser has written what was dropped under the pointer, and selected it: put between words.
export function settleDropped(field, reference) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (value.slice(start, end).trim() !== reference) return;
  field.setRangeText("", start, end, "start");
  writeReference(field, reference, start);
}
