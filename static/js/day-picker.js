// A day is typed as month/day/year; a calendar beside the field helps: <input data-day>.

function bind(root) {
  for (const field of root.querySelectorAll("input[data-day]:not([data-day-bound])")) add(field);
}

function add(field) {
  field.dataset.dayBound = "";
  const box = document.createElement("span");
  box.className = "day";
  field.before(box);
  const picker = document.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.setAttribute("aria-label", `Choose a day for ${field.labels[0]?.textContent.trim() ?? "this field"}`);
  button.innerHTML = '<i class="bi bi-calendar3" aria-hidden="true"></i>';
  button.addEventListener("click", () => {
    picker.value = iso(field.value);
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    const [year, month, day] = picker.value.split("-");
    if (!year) return;
    field.value = `${month}/${day}/${year}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  box.append(field, button, picker);
}

function iso(typed) {
  const found = typed.match(/^\s*(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4})\s*$/);
  if (!found) return "";
  const [, month, day, year] = found;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

bind(document);
document.addEventListener("htmx:load", (event) => bind(event.target));
