// Saves a form as it is typed: <form data-autosave="ADDRESS"> with a field named "revision".
//
// One request at a time, at most two seconds after the last key, never one that overtakes another.
// The answer to each is JSON: {"revision": 7, "saved_at": "10:42:07"}, and {"html": {"id": "…"}} for
// pieces of the page that follow. 409 and 401 hold: what is typed stays in the page, nothing is
// sent until somebody decides. [data-saved] in the form (or named by data-saved-in) says how it is.
//
// A form with data-submits is sent like any other once what is under way is saved; files it holds are
// not sent by a save.
//
// Sent as a background request, so it does not count as somebody being there.
// Every save says which open page it comes from and the how-manieth of it it is: an answer that was
// lost on its way makes no conflict of a page with itself.
// What was typed before this file came (a slow line, a part that was just put in) is saved like the rest.
// Events: "autosave:flush" on document saves all at once; document.autosaves tells what is unsaved.

import { csrfToken } from "./csrf.js";

const WAIT = 2000;
const RETRY = [2000, 5000, 15000, 30000];
const LONGEST = 20_000; // an answer that takes longer is not waited for
const PAGE = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
let sent = 0;

class Autosave {
  constructor(form, isAsSent) {
    this.form = form;
    this.words = document.getElementById(form.dataset.savedIn) ?? form.querySelector("[data-saved]");
    this.typed = 0; // counts changes
    this.kept = 0; // the change up to which the server has everything
    this.failures = 0;
    this.held = false;
    form.addEventListener("input", () => this.change());
    form.addEventListener("change", (event) => this.choose(event.target));
    form.addEventListener("submit", (event) => this.submit(event));
    if (isAsSent && [...form.elements].some(isTypedIn)) this.change();
  }

  // What is typed was counted key by key; leaving the field changes nothing more.
  choose(field) {
    if (!field.matches("textarea, input:not([type=checkbox], [type=radio])")) this.change();
  }

  get isDirty() {
    return this.kept < this.typed;
  }

  change() {
    this.typed += 1;
    if (this.held) return;
    this.say("Not saved yet", "waiting");
    this.later(WAIT);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    // Whoever types without a pause is saved every three seconds all the same.
    this.due ??= Date.now() + 3000;
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(milliseconds, this.due - Date.now())));
  }

  submit(event) {
    if ("submits" in this.form.dataset) return this.handOver(event);
    event.preventDefault();
    this.held = false;
    this.typed += this.isDirty ? 0 : 1;
    this.save();
  }

  // The form goes to the server as a whole: no save may come after it.
  handOver(event) {
    clearTimeout(this.timer);
    if (!this.running) {
      this.kept = this.typed;
      return;
    }
    event.preventDefault();
    this.running.finally(() => this.form.requestSubmit(event.submitter));
  }

  // Whoever calls while a request is under way gets that one; it is never overtaken.
  save() {
    clearTimeout(this.timer);
    this.due = undefined;
    if (!this.running && !this.held && this.isDirty) {
      this.running = this.run().finally(() => (this.running = undefined));
    }
    return this.running;
  }

  async run() {
    const upTo = this.typed;
    this.say("Saving…", "saving");
    const answer = await this.send();
    if (answer?.ok) await this.accept(answer, upTo);
    else await this.refuse(answer);
    if (this.isDirty && !this.held && !this.failures) this.later(WAIT);
  }

  // Saves until nothing is left, or something is in the way.
  async flush() {
    await this.running;
    while (this.isDirty && !this.held) {
      await this.save();
      if (this.failures) return;
    }
  }

  async send() {
    const body = new FormData(this.form);
    const token = csrfToken();
    if (token) body.set("csrfmiddlewaretoken", token);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("page_key", PAGE);
    body.set("page_save", (sent += 1));
    const headers = { Accept: "application/json", "X-Background": "1" };
    try {
      const signal = AbortSignal.timeout(LONGEST);
      return await fetch(this.form.dataset.autosave, { method: "POST", body, headers, signal, redirect: "error" });
    } catch {
      return undefined;
    }
  }

  async accept(answer, upTo) {
    const stored = await answer.json();
    const revision = this.form.elements.namedItem("revision");
    if (revision && stored.revision !== undefined) revision.value = stored.revision;
    this.kept = upTo;
    this.failures = 0;
    for (const [id, html] of Object.entries(stored.html ?? {})) this.show(id, html);
    const count = stored.revision === undefined ? "" : `, revision ${stored.revision}`;
    if (!this.isDirty) this.say(`Saved ${stored.saved_at ?? clock()}${count}`, "saved");
    this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: stored }));
  }

  show(id, html) {
    const place = document.getElementById(id);
    if (!place || place.dataset.shown === html) return;
    place.dataset.shown = html; // the same again would only take the focus away
    place.innerHTML = html;
    window.htmx?.process(place);
  }

  async refuse(answer) {
    if (!answer || answer.status >= 500 || answer.status === 429) return this.retry();
    this.held = true;
    const { reasons, stored } = await this.reasons(answer);
    if (stored) return this.conflict({ reasons, stored });
    this.say(`Not saved: ${reasons.join(" ")} Your text is still here.`, "held");
    this.form.dispatchEvent(new CustomEvent("autosave:refused", { bubbles: true }));
    if (answer.status === 401) {
      this.held = false; // the next key, or coming back to this page, tries again
      this.failures = 1;
      this.form.dispatchEvent(new CustomEvent("autosave:signed-out", { bubbles: true }));
    }
  }

  // Two texts: nothing is sent until somebody decides.
  conflict(said) {
    clearTimeout(this.timer);
    this.held = true;
    const why = this.form.querySelector("[data-conflict]") ? "choose which text stays." : said.reasons.join(" ");
    this.say(`Not saved: ${why} Your text is still here.`, "held");
    this.form.dispatchEvent(new CustomEvent("autosave:conflict", { bubbles: true, detail: said }));
  }

  async reasons(answer) {
    try {
      const { reasons, errors, stored } = await answer.json();
      const isConflict = stored && Object.keys(stored).length > 0;
      return { reasons: reasons ?? Object.values(errors ?? {}).flat(), stored: isConflict ? stored : undefined };
    } catch {
      return { reasons: [`the server answered ${answer.status}.`] };
    }
  }

  retry() {
    const pause = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.say("Not saved yet: the server cannot be reached. Trying again.", "held");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  say(words, state) {
    if (!this.words) return;
    this.words.textContent = words;
    this.words.dataset.state = state;
  }
}

function isTypedIn(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("textarea, input:not([type=hidden], [type=file])")) return field.value !== field.defaultValue;
  if (!field.matches("select")) return false;
  const options = [...field.options];
  return options.some((one) => one.defaultSelected) && options.some((one) => one.selected !== one.defaultSelected);
}

function clock() {
  return new Date().toLocaleTimeString("en-US", { hour12: false });
}

const known = new Map();
document.autosaves = {
  page: PAGE,
  get sent() {
    return sent;
  },
  of(form) {
    return known.get(form);
  },
  get unsaved() {
    return [...known.values()].filter((one) => one.form.isConnected && one.isDirty);
  },
  async flush() {
    await Promise.all([...known.values()].map((one) => one.flush()));
    return this.unsaved.length === 0;
  },
  // What is typed into a form is given up, here and where it is kept.
  async discard(form) {
    const one = known.get(form);
    one.kept = one.typed;
    const waits = [];
    form.dispatchEvent(new CustomEvent("autosave:discard", { bubbles: true, detail: { waits } }));
    await Promise.all(waits);
  },
};

function bind(root, isAsSent) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (!known.has(form)) known.set(form, new Autosave(form, isAsSent));
  }
}

// On the way back or after a reload a browser fills in itself what was there once: nobody typed that now.
bind(document, performance.getEntriesByType("navigation")[0]?.type === "navigate");
document.addEventListener("htmx:load", (event) => bind(event.target, true));
document.addEventListener("autosave:flush", () => document.autosaves.flush());
document.addEventListener("visibilitychange", () => document.autosaves.flush());
window.addEventListener("focus", () => document.autosaves.flush());
window.addEventListener("online", () => document.autosaves.flush());

// A press that changes the form on the server is a save too, and is counted like one.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.closest("form[data-autosave]")) return;
  event.detail.parameters.page_key = PAGE;
  event.detail.parameters.page_save = sent += 1;
});
window.addEventListener("beforeunload", (event) => {
  if (document.autosaves.unsaved.length) event.preventDefault();
});
