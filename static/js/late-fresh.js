// Late records on a page without the book: what is left of them is asked for again when the tab comes
// back, and when pages were read in another one. A reason that is being typed is never taken away.

const SETTLES = 700; // what the other tab tells on being left is written by then
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
  const strip = document.querySelector("[data-late-fresh]");
  if (!strip) return;
  const turn = ++asked;
  try {
    const answer = await fetch(strip.dataset.lateFresh, { headers: { "X-Background": "1" } });
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("late-records");
    if (fresh && turn === asked) settle(strip, fresh);
  } catch {
    // no network: the page stays as it is, and the server asks again when the word is sent
  }
}

function settle(strip, fresh) {
  strip.classList.toggle("note-warn", fresh.classList.contains("note-warn"));
  strip.classList.toggle("note-info", fresh.classList.contains("note-info"));
  take(strip.querySelector("h2"), fresh.querySelector("h2"));
  const list = strip.querySelector("ul");
  const own = new Map(rowsOf(strip).map((row) => [row.dataset.lateRecord, row]));
  for (const row of rowsOf(fresh)) {
    const mine = own.get(row.dataset.lateRecord);
    own.delete(row.dataset.lateRecord);
    if (!mine) list.append(row);
    else if (mine.querySelector("form") && row.querySelector("form")) bring(mine, row);
    else if (!typed(mine)) mine.replaceChildren(...row.childNodes);
  }
  for (const row of own.values()) if (!typed(row)) row.remove();
}

function rowsOf(strip) {
  return [...strip.querySelectorAll("[data-late-record]")];
}

function typed(row) {
  return Boolean(row.querySelector('[name="reason"]')?.value.trim());
}

// The form stays, with what was typed in it: only what it says and asks for is brought up to date.
function bring(mine, fresh) {
  const find = (row, name) => row.querySelector(`[data-late-${name}]`);
  for (const name of ["left", "reason", "read"]) find(mine, name).hidden = find(fresh, name).hidden;
  const isAsked = fresh.querySelector('[name="reason"]').required;
  mine.querySelector('[name="reason"]').required = isAsked;
  take(find(mine, "count"), find(fresh, "count"));
  const [way, newWay] = [find(mine, "first"), find(fresh, "first")];
  if (!way || !newWay) return newWay ? find(mine, "count").after(" ", newWay) : way?.remove();
  take(way, newWay);
  way.href = newWay.getAttribute("href");
  way.dataset.lateGo = newWay.dataset.lateGo;
}

function take(mine, fresh) {
  if (mine.textContent !== fresh.textContent) mine.textContent = fresh.textContent;
}
