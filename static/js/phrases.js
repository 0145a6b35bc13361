// Puts words in where the caret is: [data-insert="WORDS"] into the field named by data-into.
//
// A blank [[like this]] is selected, so that typing fills it; Alt+B goes to the next one, Alt+P opens
// the phrases, Alt+G the finder of guidelines, which closes by [data-closes]. Undo takes the words out again.

const BLANK = /\[\[[^[\]\n]{0,80}\]\]/g;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  button.closest("details.menu")?.removeAttribute("open");
  const start = insert(field, button.dataset.insert);
  if (!selectBlank(field, start)) field.focus();
});

// The caret is remembered while the menu is open: opening it takes the focus, not the place.
function insert(field, words) {
  field.focus();
  const from = field.selectionStart;
  const before = field.value.slice(0, from);
  const space = before && !/\s$/.test(before) ? " " : "";
  // The old command is the one way that keeps the browser's undo.
  if (!document.execCommand("insertText", false, space + words)) {
    field.setRangeText(space + words, from, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return from;
}

function selectBlank(field, from) {
  const blanks = [...field.value.matchAll(BLANK)];
  const next = blanks.find((one) => one.index >= from) ?? blanks[0];
  if (!next) return false;
  field.focus();
  field.setSelectionRange(next.index, next.index + next[0].length);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.code === "KeyB" && event.target.matches("textarea")) {
    event.preventDefault();
    selectBlank(event.target, event.target.selectionEnd);
  }
  if (event.code === "KeyG" && document.getElementById("guidelines")) {
    event.preventDefault();
    document.getElementById("guidelines").showModal();
  }
  if (event.code === "KeyP") {
    const menu = document.querySelector("[data-phrases]");
    if (!menu) return;
    event.preventDefault();
    menu.open = true;
    menu.querySelector("button, a").focus();
  }
});

document.addEventListener("click", (event) => {
  const id = event.target.closest("[data-closes]")?.dataset.closes;
  if (id) document.getElementById(id)?.close();
});
