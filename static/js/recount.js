// What a page says is left to do (data-recount, with the address of the page as it stands now) is asked
// for again when the tab comes back, and when pages were read in another one. Nothing typed is taken
// away, and the focus stays where it is.
//
// What is told apart from its neighbours has an id or a data-key. data-recount-stays: what is done with
// stays in its place, marked, so that nothing below it moves (data-recount-stays="as-it-is": unmarked).
// data-recount-closed: it is brought up to date where it stands, and never put in.

const SETTLES = 700; // what the other tab tells on being left is written by then
const OWN = ["open", "disabled", "aria-busy", "value", "checked"]; // of the page, not of the answer
const OVER = "is-over";
let timer;
let asked = 0;

document.addEventListener("visibilitychange", soon);
window.addEventListener("pageshow", (event) => event.persisted && soon());
new BroadcastChannel("imrportal-read").addEventListener("message", soon);

function soon() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(recount, SETTLES);
}

async function recount() {
  const mine = document.querySelector("[data-recount]");
  if (!mine) return;
  const turn = ++asked;
  try {
    const answer = await fetch(mine.dataset.recount, { headers: { "X-Background": "1" } });
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-recount]");
    if (fresh && turn === asked) settle(mine, fresh);
  } catch {
    // no network: the page stays as it is, and the server asks again when it is sent
  }
}

function settle(mine, fresh) {
  const held = document.activeElement;
  const rows = rowsAround(held);
  bringChildren(mine, fresh);
  if (held.isConnected && held.checkVisibility({ visibilityProperty: true })) return;
  const row = rows.find((one) => one.isConnected) ?? mine;
  [...row.querySelectorAll("a[href], button, input, textarea, summary")]
    .find((one) => one.checkVisibility({ visibilityProperty: true }))
    ?.focus({ preventScroll: true });
}

function rowsAround(node) {
  const row = node?.closest?.("[data-key], [id]");
  return row ? [row, ...rowsAround(row.parentElement)] : [];
}

function bringChildren(mine, fresh) {
  const left = [...mine.childNodes];
  const coming = [...fresh.childNodes];
  while (coming.length) {
    const child = coming.shift();
    const place = left.findIndex((one) => isSame(one, child));
    const isPassing = left.slice(0, place).some((one) => coming.some((next) => isSame(one, next)));
    if (place >= 0 && !isPassing) {
      for (const gone of left.splice(0, place)) end(gone);
      bring(left.shift(), child);
    } else if (!child.matches?.("[data-recount-closed]")) mine.insertBefore(child, left[0] ?? null);
  }
  left.forEach(end);
}

function isSame(mine, fresh) {
  return mine.nodeName === fresh.nodeName && keyOf(mine) === keyOf(fresh);
}

function keyOf(node) {
  return node.dataset?.key ?? node.id ?? "";
}

function bring(mine, fresh) {
  if (mine.nodeType !== Node.ELEMENT_NODE) {
    if (mine.data !== fresh.data) mine.data = fresh.data;
    return;
  }
  for (const { name } of [...mine.attributes]) {
    if (!OWN.includes(name) && !fresh.hasAttribute(name)) mine.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!OWN.includes(name) && mine.getAttribute(name) !== value) mine.setAttribute(name, value);
  }
  if (!mine.matches("textarea")) bringChildren(mine, fresh);
}

// What the answer does not have any more goes, unless something was typed in it.
function end(node) {
  if (node.nodeType === Node.ELEMENT_NODE && isTyped(node)) return;
  if (!node.dataset || node.dataset.recountStays === undefined) node.remove();
  else if (!node.dataset.recountStays) node.classList.add(OVER);
}

function isTyped(node) {
  const fields = node.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])");
  return [...fields].some((field) => field.value.trim()) || Boolean(node.querySelector(":checked:not(option)"));
}
