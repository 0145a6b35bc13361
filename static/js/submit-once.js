// A form is sent once: its buttons rest until the answer comes, or the page is shown again.
// data-stays on a form says that its answer is a file, and the page stays.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-autosave]:not([data-submits]), [data-stays]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  // After the browser has read which button was pressed.
  setTimeout(() => rest(form, true));
});

document.addEventListener("htmx:afterRequest", (event) => wake(event.target.closest?.("form")));
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));

function wake(form) {
  if (!form) return;
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  rest(form, false);
}

function rest(form, disabled) {
  for (const button of form.elements) {
    if (button.type === "submit") button.disabled = disabled;
  }
}
