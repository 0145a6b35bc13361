// The workbench: parts by key, the preview over the records, the divider, both texts
// of a conflict. Everything works without this file, with a reload more.

const bench = document.querySelector("[data-split='bench']");
const work = document.getElementById("work");

// Keys: p and n parts, v the preview, q a question; those of the records are the book's.
const KEYS = {
  p: () => stepTo("[data-part]", -1),
  n: () => stepTo("[data-part]", 1),
  v: () => togglePreview(),
  q: () => document.querySelector("[data-ask]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches("input:not([type=radio]), textarea, select") || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function stepTo(selector, by) {
  const all = [...document.querySelectorAll(selector)];
  const here = all.findIndex((one) => one.hasAttribute("aria-current"));
  all[here + by]?.click();
  all[here + by]?.scrollIntoView({ block: "nearest" });
}

// Preview: slides over the records with everything saved.
const sheet = document.querySelector("[data-preview-sheet]");
const paper = document.querySelector("[data-preview-frame]");
const opener = document.querySelector("[data-preview]");
if (sheet && opener) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    openPreview();
  });
  sheet.querySelector("[data-preview-again]").addEventListener("click", openPreview);
  sheet.querySelector("[data-preview-close]").addEventListener("click", () => {
    closePreview();
    opener.focus();
  });
}

function togglePreview() {
  if (sheet?.hidden) openPreview();
  else closePreview();
}

async function openPreview() {
  if (!sheet || !(await allSaved())) return;
  sheet.hidden = false;
  // The time makes it another address: a frame shows the same one from before.
  paper.contentWindow.location.replace(`${opener.href}?at=${Date.now()}#navpanes=0&view=FitH`);
  sheet.scrollIntoView({ block: "nearest" });
}

function closePreview() {
  if (sheet) sheet.hidden = true;
}

// Nothing is swapped away before it is saved.
async function allSaved() {
  for (let tries = 0; tries < 3; tries += 1) {
    if (await document.autosaves.flush()) return true;
  }
  say("The text of this part is not saved yet: see what is said below it.");
  return false;
}

// A link that leaves the page waits until everything is saved.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-saves-first]");
  if (!link || event.ctrlKey || event.metaKey || !document.autosaves?.unsaved.length) return;
  event.preventDefault();
  if (await allSaved()) window.location.assign(link.href);
});

document.addEventListener("htmx:confirm", (event) => {
  const { target } = event.detail;
  if (!target?.closest("#work") || "keepsQuiet" in target.dataset) return; // swaps no text away
  event.preventDefault();
  allSaved().then((isSaved) => isSaved && event.detail.issueRequest(true));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== work && !work?.contains(event.detail.target)) return;
  const from = event.detail.requestConfig?.elt;
  if (from?.matches("[data-next-part]")) focusOn(work.querySelector("#part-title"));
  else if (document.activeElement?.matches(".bench-text")) return; // whoever writes already goes on
  else if (from?.value?.startsWith("cite ")) focusOn(work.querySelector("[data-opens=guidelines]"));
  else if (from?.value?.startsWith("add ")) {
    const rows = work.querySelectorAll(".bench-citation");
    focusOn(rows[rows.length - 1]?.querySelector("input:not([type=hidden]), textarea"));
  }
  work.querySelector("[data-part][aria-current]")?.scrollIntoView({ block: "nearest" });
});

function focusOn(element) {
  element?.focus({ preventScroll: false });
}

// A refusal that is not a conflict is over when the field is left: try again.
work?.addEventListener("focusout", (event) => {
  const form = event.target.closest("form[data-autosave]");
  const isHeld = document.getElementById("saved-words")?.dataset.state === "held";
  if (form && isHeld && form.querySelector("[data-conflict]").hidden) form.requestSubmit();
});

const OTHER = {
  stored: ["Stored now", "The text that is stored", "Take the stored text instead"],
  left: ["Left behind", "The text that was left behind", "Take the text left behind instead"],
};

// A conflict shows both texts; one press decides which stays.
work?.addEventListener("autosave:conflict", (event) => {
  const form = event.target;
  const place = form.querySelector("[data-conflict]");
  const { stored, reasons } = event.detail;
  if (!stored?.revision) return; // a refusal of another kind: nothing to choose
  const words = paragraph((reasons ?? []).join(" "));
  const texts = document.createElement("div");
  texts.className = "bench-both";
  const own = form.querySelector("textarea.bench-text").value;
  const [heading, label, take] = OTHER[stored.wasLeft ? "left" : "stored"];
  texts.append(text("Typed here", "The text that is typed here", own), text(heading, label, stored.text ?? ""));
  const others = ["decision", "basis", "citations"].filter((name) => stored[name]);
  const facts = paragraph(others.map((name) => `${name}: ${stored[name].replaceAll("\n", "; ")}`).join(" · "));
  const mine = button("Keep what is typed here", () => {
    form.elements.namedItem("revision").value = stored.revision;
    place.hidden = true;
    form.requestSubmit();
  });
  const theirs = button(take, async () => {
    // Both stay in sight until the page comes anew: hiding them takes the focus, and that would save.
    await document.autosaves.discard(form);
    window.location.reload();
  });
  const actions = document.createElement("p");
  actions.className = "actions";
  actions.append(mine, theirs);
  place.replaceChildren(words, texts, facts, actions);
  place.hidden = false;
  mine.focus({ preventScroll: true });
  setTimeout(() => { // after what the answer moves
    place.scrollIntoView({ block: "center" });
    showDifference(...texts.querySelectorAll("textarea"));
  });
});

// Scrolls two texts to the place where the one stops to be the other.
function showDifference(one, other) {
  let at = 0;
  while (at < one.value.length && one.value[at] === other.value[at]) at += 1;
  for (const field of [one, other]) {
    const share = at / Math.max(field.value.length, 1);
    field.scrollTop = field.scrollHeight * share - field.clientHeight / 2;
  }
}

// A text to be read beside another; it cannot be changed here.
function text(words, label, value) {
  const column = document.createElement("div");
  const field = document.createElement("textarea");
  field.className = "form-control reading";
  field.readOnly = true;
  field.rows = 7;
  field.value = value;
  field.setAttribute("aria-label", label);
  column.append(paragraph(words), field);
  return column;
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn btn-quiet btn-sm";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

function say(words) {
  const note = paragraph(words);
  note.className = "note note-warn";
  document.getElementById("notices")?.replaceChildren(note);
}

// The divider: dragged or moved with the arrows, and remembered.
const bar = bench?.querySelector("[data-split-bar]");
const REMEMBERED = "imrportal-bench-split";
if (bar) {
  place(Number(localStorage.getItem(REMEMBERED)) || 44);
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    bench.classList.add("is-moving");
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = bench.getBoundingClientRect();
    place(((event.clientX - box.left) / box.width) * 100);
  });
  bar.addEventListener("pointerup", () => bench.classList.remove("is-moving"));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!by) return;
    event.preventDefault();
    place(Number(bar.getAttribute("aria-valuenow")) + by);
  });
}

function place(percent) {
  const share = Math.round(Math.min(70, Math.max(22, percent)));
  bench.style.setProperty("--split", `${share}%`);
  bar.setAttribute("aria-valuenow", share);
  localStorage.setItem(REMEMBERED, share);
}
