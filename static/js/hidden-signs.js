// Characters that cannot be seen or printed: a button beside what is said of saving takes them out
// of the form, and only when it is pressed.

import { HIDDEN } from "./characters.js";

document.addEventListener("autosave:refused", ({ target: form }) => {
  const holding = fieldsOf(form).filter(({ value }) => value.search(HIDDEN) >= 0);
  const wasCleaned = "cleaned" in form.dataset;
  delete form.dataset.cleaned;
  if (!holding.length) {
    // What was refused was sent before the button was pressed: send what stands there now.
    if (wasCleaned) setTimeout(() => form.requestSubmit());
    return;
  }
  const button = buttonOf(form);
  const count = holding.reduce((sum, { value }) => sum + value.match(HIDDEN).length, 0);
  button.textContent = count === 1 ? "Take it out" : `Take the ${count} out`;
  button.onclick = () => takeOut(form, holding);
});

document.addEventListener("autosave:saved", ({ target: form }) => {
  delete form.dataset.cleaned;
  form.querySelector("[data-take-out]")?.remove();
});

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.matches("textarea, input:not([type]), input[type=text]"));
}

function buttonOf(form) {
  const there = form.querySelector("[data-take-out]");
  if (there) return there;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm";
  button.dataset.takeOut = "";
  form.querySelector("[data-saved]").after(button);
  return button;
}

function takeOut(form, holding) {
  for (const field of holding) {
    const { selectionStart, value } = field;
    const before = value.slice(0, selectionStart).replace(HIDDEN, "").length;
    field.value = value.replace(HIDDEN, "");
    field.setSelectionRange(before, before);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.querySelector("[data-take-out]")?.remove();
  holding[0].focus();
  form.dataset.cleaned = "";
  form.requestSubmit();
}
