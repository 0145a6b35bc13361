// The keyboard: / search, g and a letter to go, j and k through rows, ? the map; and what opens.

let waitsForLetter = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return closeMenus();
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (Date.now() < waitsForLetter) {
    waitsForLetter = 0;
    const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) return take(event, () => place.click());
  }
  const doIt = KEYS[event.key];
  if (doIt) take(event, doIt);
});

const KEYS = {
  "/": () => document.querySelector('[data-key="/"]')?.focus(),
  "?": () => document.getElementById("keyboard-map")?.showModal(),
  n: () => document.querySelector('[data-key="n"]')?.focus(),
  g: () => (waitsForLetter = Date.now() + 1500),
  j: () => step(1),
  k: () => step(-1),
};

function take(event, doIt) {
  event.preventDefault();
  doIt();
}

function isTyping(element) {
  return element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

function step(by) {
  const rows = [...document.querySelectorAll("a[data-row]")].filter((row) => row.checkVisibility());
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by;
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

function closeMenus() {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

// Menus close when one clicks beside them; [data-opens] opens the dialog with that id.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  opener.closest("details.menu")?.removeAttribute("open");
  document.getElementById(opener.dataset.opens)?.showModal();
});

// [data-back] goes back, and exists only where there is something to go back to.
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}

// A form that came back with errors begins at their summary.
document.querySelector("[data-error-summary]")?.focus();
