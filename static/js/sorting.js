// Pages to confirm, by key: j and k go from page to page, the letter on a button presses it, and the
// next page without an answer is then in front. On the table of a bundle y and n answer and go on.
// A button with a page key is pressed from anywhere on the page.

const rows = () => [...document.querySelectorAll("[data-sort-row]")].filter((row) => row.checkVisibility());
const rowOf = (element) => element?.closest?.("[data-sort-row]");
let next = "";

function stand(row) {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const here = all.indexOf(rowOf(document.activeElement));
  stand(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)]);
}

function isTyping(element) {
  return element.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") {
    if (!rows().length) return;
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
    return;
  }
  const all = rows();
  const row = rowOf(document.activeElement) ?? (all.length === 1 ? all[0] : undefined);
  const button = row?.querySelector(`[data-sort-key="${CSS.escape(event.key)}"]`)
    ?? document.querySelector(`[data-page-key="${CSS.escape(event.key)}"]`);
  const box = row?.querySelector("input[type=checkbox]");
  if (button) {
    event.preventDefault();
    button.click();
  } else if (box && (event.key === "y" || event.key === "n")) {
    event.preventDefault();
    box.checked = event.key === "y";
    step(1);
  }
}, true);

// The row that an answer replaces hands the keys to the next page that waits for one.
document.addEventListener("htmx:beforeRequest", (event) => {
  const all = rows();
  const here = all.indexOf(rowOf(event.target));
  if (here < 0) return;
  next = all.slice(here + 1).find((row) => !("sorted" in row.dataset))?.id ?? all[here].id;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!next) return;
  stand(document.getElementById(next));
  next = "";
});
