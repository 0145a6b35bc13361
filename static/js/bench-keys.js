// The workbench without a mouse: Alt and a letter work while one types, a letter alone elsewhere.
//
// Esc leaves the text, so that the letters mean keys again; ? shows all of them.

const work = document.getElementById("work");

const ACTS = {
  KeyN: (event) => stepParts(event.shiftKey ? -1 : 1),
  KeyU: () => decide("upheld"),
  KeyO: () => decide("overturned"),
  KeyR: () => work.querySelector("#rationale, #summary-text")?.focus(),
  KeyC: () => toChecks(),
  KeyV: () => preview(),
  KeyA: () => document.querySelector("[data-ask]")?.click(),
  Enter: () => document.querySelector("[data-part-end]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (document.querySelector("dialog[open], .cover")) return;
  if (event.key === "Escape") return leaveText(event);
  const act = event.altKey && ACTS[event.code];
  if (!act) return;
  event.preventDefault();
  act(event);
});

function stepParts(by) {
  const all = [...document.querySelectorAll("[data-part]")];
  const here = all.findIndex((one) => one.hasAttribute("aria-current"));
  const next = all[here + by];
  if (!next) return by > 0 ? ACTS.Enter() : undefined;
  work.dataset.takesFocus = ""; // the part that comes is where one goes on
  next.click();
}

// Both decisions have a key, and neither is there before it is pressed.
function decide(outcome) {
  const choice = work.querySelector(`[name=outcome][value=${outcome}]`);
  choice?.focus();
  choice?.click();
}

function preview() {
  const isOpen = document.querySelector("[data-preview-sheet]:not([hidden])");
  document.querySelector(isOpen ? "[data-preview-close]" : "[data-preview]")?.click();
}

function toChecks() {
  const margin = document.getElementById("work-findings");
  const first = margin?.querySelector("a, summary, textarea");
  (first ?? margin)?.focus();
  (first ?? margin)?.scrollIntoView({ block: "nearest" });
}

function leaveText(event) {
  if (!event.target.matches?.("#work textarea, #work input:not([type=radio], [type=checkbox])")) return;
  event.preventDefault();
  work.querySelector("#part-title")?.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== work || !("takesFocus" in work.dataset)) return;
  delete work.dataset.takesFocus;
  work.querySelector("#part-title")?.focus();
});
