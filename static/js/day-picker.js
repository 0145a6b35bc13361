// Days are typed; a button beside the field opens the browser's calendar as help.

function bind(root) {
  for (const field of root.querySelectorAll("input[data-day]:not([data-bound])")) {
    field.dataset.bound = "";
    field.after(picker(field));
  }
}

function picker(field) {
  const box = document.createElement("span");
  box.className = "day-picker";
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.title = "Choose from a calendar";
  button.setAttribute("aria-label", `Choose from a calendar: ${field.labels[0]?.firstChild.textContent.trim() ?? ""}`);
  button.innerHTML = '<i class="bi bi-calendar3" aria-hidden="true"></i>';
  button.addEventListener("click", () => {
    calendar.value = isoOf(field.value);
    calendar.showPicker?.();
  });
  calendar.addEventListener("change", () => {
    const [year, month, day] = calendar.value.split("-");
    if (!year) return;
    field.value = `${month}/${day}/${year}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  box.append(calendar, button);
  return box;
}

function isoOf(typed) {
  const parts = typed.match(/^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/);
  return parts ? `${parts[3]}-${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}` : "";
}

bind(document);
document.addEventListener("htmx:load", (event) => bind(event.target));
