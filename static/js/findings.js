// Jumps from a finding in the margin to the words it stands on: <a data-jump="rationale"
// data-jump-part="2" data-jump-start="120">. What lies on another part is a link like any other.

const FIELD_BY_NAME = { summary: "summary-text", rationale: "rationale" };

// The field keeps the focus while the link is pressed: leaving it would save, and move the page.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-jump]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-jump]");
  if (!link || event.ctrlKey || event.metaKey) return;
  const field = document.getElementById(FIELD_BY_NAME[link.dataset.jump]);
  const here = document.querySelector("#work-findings")?.getAttribute("hx-vals") ?? "";
  if (!field || !here.includes(`"${link.dataset.jumpPart}"`)) return;
  event.preventDefault();
  select(field, Number(link.dataset.jumpStart ?? 0), link.closest("li")?.querySelector("blockquote")?.textContent ?? "");
});

// Selects the words where they stand; a browser scrolls a text field to its caret when it is focused.
function select(field, start, words) {
  const length = words.endsWith("…") ? words.length - 2 : words.length;
  field.focus();
  field.setSelectionRange(start, start + Math.max(1, Math.min(length, field.value.length - start)));
  const line = Number.parseFloat(getComputedStyle(field).lineHeight) || 24;
  const before = field.value.slice(0, start).length / Math.max(1, field.cols || 80);
  field.scrollTop = Math.max(0, before * line - field.clientHeight / 2);
  field.scrollIntoView({ block: "nearest" });
}

// A fresh list does not take away a reason that is being typed, leaves open what was opened, and
// gives the focus back to what had it.
const FOCUSED = "a, button, summary, textarea, input:not([type=hidden])";
let opened = [];
let focused;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target?.id !== "work-findings") return;
  const isTyping = [...target.querySelectorAll("textarea")].some((field) => field.value.trim());
  if (isTyping && requestConfig?.elt === target) event.detail.shouldSwap = false;
  opened = [...target.querySelectorAll("details[open] > summary")].map(nameOf);
  focused = target.contains(document.activeElement) ? nameOf(document.activeElement) : undefined;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const { target } = event.detail;
  if (target?.id !== "work-findings") return;
  for (const one of target.querySelectorAll(".checks-more > summary"))
    if (opened.includes(nameOf(one))) one.parentElement.open = true;
  if (focused === undefined || target.contains(document.activeElement)) return;
  const there = [...target.querySelectorAll(FOCUSED)];
  (there.find((one) => nameOf(one) === focused) ?? there[0])?.focus({ preventScroll: true });
});

// What stays of an element when its list comes anew: numbers may count on.
function nameOf(element) {
  return `${element.localName} ${element.getAttribute("href") ?? ""} ${element.textContent.replace(/\d+/g, "")}`;
}
