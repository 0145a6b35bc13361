// Keeps what is typed and not saved yet in this browser, for the day the tab dies with the network.
//
// <form data-autosave data-keep="NAME" data-keep-key="KEY">: what the form holds is written down
// within half a second of a key, and taken away as soon as the server has it. It is sealed with KEY
// (AES-GCM), which the server makes for one person and one review and which is never stored here: what
// is on the disk can be read by nobody who cannot open the page. Signing out takes all of it away.
//
// When the form is opened again, what was left comes back into it and is saved; if the server has
// another text meanwhile, or somebody typed before it came back, both are shown. A page that is still
// open keeps its own (a lock tells). data-kept says that nothing more comes back.

const PAGE = document.autosaves.page;
const autosaveOf = document.autosaves.of;
const AFTER = 400;
const DAYS = 14;
const NOT_TYPED = ["csrfmiddlewaretoken", "revision", "places", "arrange"];
const isPossible = Boolean(window.indexedDB && window.crypto?.subtle && navigator.locks);

if (isPossible) navigator.locks.request(`keep-${PAGE}`, () => new Promise(() => {})); // while the page lives

let opening;
function shelf() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("imrportal-unsaved", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("typed");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opening;
}

async function onShelf(mode, act) {
  const store = (await shelf()).transaction("typed", mode).objectStore("typed");
  return new Promise((resolve, reject) => {
    const asked = act(store);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

class Kept {
  constructor(form) {
    this.form = form;
    this.place = `${form.dataset.keep}/${PAGE}`;
    this.order = Promise.resolve(); // one after the other: what is written last stays
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("autosave:saved", () => this.saved());
    if (autosaveOf(form).isDirty) this.soon();
  }

  soon() {
    this.timer ??= setTimeout(() => this.write(), AFTER);
  }

  saved() {
    const { isDirty, held } = autosaveOf(this.form);
    if (isDirty) this.write();
    else this.clear();
    if (this.passedOver && !held) this.next(() => this.take(this.passedOver));
  }

  write() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!autosaveOf(this.form)?.isDirty) return this.order;
    const { sent } = document.autosaves;
    const plain = { fields: fieldsOf(this.form), revision: revisionOf(this.form).value, sent, at: Date.now() };
    return this.next(async () => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = new TextEncoder().encode(JSON.stringify(plain));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key(), bytes);
      await onShelf("readwrite", (store) => store.put({ iv, sealed, at: plain.at }, this.place));
    });
  }

  clear() {
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.next(() => this.take(this.place));
  }

  take(place) {
    return onShelf("readwrite", (store) => store.delete(place));
  }

  next(step) {
    this.order = this.order.then(step).catch(() => {}); // a full disk must not stop the typing
    return this.order;
  }

  key() {
    this.imported ??= crypto.subtle.importKey("raw", bytesOf(this.form.dataset.keepKey), "AES-GCM", false, ["encrypt", "decrypt"]);
    return this.imported;
  }

  // The newest text that a page which is gone has left here, or undefined.
  async left() {
    const places = await onShelf("readonly", (store) => store.getAllKeys());
    let newest;
    for (const place of places.filter((one) => one.startsWith(`${this.form.dataset.keep}/`))) {
      if (place === this.place || (await isAlive(place.split("/").pop()))) continue;
      const found = await this.open(place);
      if (found && (!newest || newest.at < found.at)) newest = found;
    }
    return newest;
  }

  async open(place) {
    const { iv, sealed } = await onShelf("readonly", (store) => store.get(place));
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.key(), sealed).catch(() => undefined);
    return bytes && { place, ...JSON.parse(new TextDecoder().decode(bytes)) };
  }

  async bringBack() {
    const found = await this.left();
    if (!found) return;
    const stored = fieldsOf(this.form);
    const { savedBy, savedNumber } = this.form.dataset;
    const isOfSame = savedBy !== "" && savedBy === found.place.split("/").pop();
    const isSameHand = isOfSame || found.revision === revisionOf(this.form).value;
    // What it saved after this is stored; or all of it is, with more behind it.
    const isOld = (isOfSame && found.sent < Number(savedNumber)) || (!isSameHand && goesOn(found.fields, stored));
    if (isOld || JSON.stringify(found.fields) === JSON.stringify(stored)) return this.take(found.place);
    const autosave = autosaveOf(this.form);
    if (autosave.isDirty) {
      this.passedOver = found.place; // taken away once it is decided that what is typed here stays
      return autosave.conflict(differs(found.at, found.fields, revisionOf(this.form).value, "you have typed here again since", true));
    }
    const isOn = isSameHand || goesOn(stored, found.fields);
    fill(this.form, found.fields);
    autosave.change();
    await this.write(); // under this page's name before the other is taken away
    await this.take(found.place);
    if (isOn) tell(found.at);
    else autosave.conflict(differs(found.at, stored, revisionOf(this.form).value, "another text was saved since"));
  }
}

// Whether the second text is the first with more behind it, and all the rest is the same.
function goesOn(first, second) {
  const isLong = ([name]) => name === "text" || name === "decision_rationale";
  const rest = (fields) => JSON.stringify(fields.filter((one) => !isLong(one)));
  const said = (fields) => fields.find(isLong)?.[1].trimEnd() ?? "";
  return rest(first) === rest(second) && said(second).startsWith(said(first));
}

function differs(at, fields, revision, why, wasLeft = false) {
  const { text, decision_rationale: rationale } = Object.fromEntries(fields);
  const reasons = [
    `What you typed here ${when(at)} had not been saved when the page was closed, and ${why}. Both are shown: choose which one stays.`,
  ];
  return { reasons, stored: { text: text ?? rationale ?? "", revision, wasLeft } };
}

function tell(at) {
  const note = document.createElement("p");
  note.className = "note note-info";
  note.setAttribute("role", "status");
  note.textContent = `What you typed here ${when(at)} had not been saved when the page was closed. It is back, and saved now.`;
  document.getElementById("notices")?.replaceChildren(note);
}

function when(at) {
  const day = new Date(at);
  const isToday = day.toDateString() === new Date().toDateString();
  const date = isToday ? "" : `on ${day.toLocaleDateString("en-US", { month: "short", day: "numeric" })} `;
  return `${date}at ${day.toLocaleTimeString("en-US", { hour12: false })}`;
}

function isAlive(page) {
  return navigator.locks.request(`keep-${page}`, { ifAvailable: true }, (lock) => lock === null);
}

function revisionOf(form) {
  return form.elements.namedItem("revision");
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.includes(name) && typeof value === "string");
}

// The fields of one name are filled in their order; a choice is ticked by its value.
function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, left] of values) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = left.includes(field.value);
      else if (left.length) field.value = left.shift();
    }
  }
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

// What nobody came back for is taken away.
async function tidy() {
  const oldest = Date.now() - DAYS * 86_400_000;
  const store = (await shelf()).transaction("typed", "readwrite").objectStore("typed");
  store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    if (cursor.value.at < oldest) cursor.delete();
    cursor.continue();
  };
}

const known = new Map();
function bind(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    if (known.has(form)) continue;
    const kept = new Kept(form);
    known.set(form, kept);
    kept.bringBack().catch(() => {}).finally(() => (form.dataset.kept = ""));
  }
}

if (isPossible) {
  bind(document);
  document.addEventListener("htmx:load", (event) => bind(event.target.parentElement ?? event.target));
  document.addEventListener("autosave:discard", (event) => event.detail.waits.push(known.get(event.target)?.clear()));
  tidy().catch(() => {});
}
