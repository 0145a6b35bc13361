// The two files of a half-typed application: each goes in parts as soon as it is chosen, one after
// the other, and then the list of files is shown anew. <section data-attachments>
//
// Until a file is here its field keeps it: whoever sends the form before that sends it whole.

import { named } from "../characters.js";
import { notTaken, percent, Sending, Stopped } from "./sending.js";

const waiting = [];
let isSending = false;

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-attachments] input[data-attach]") || !target.files.length) return;
  take(target.dataset.attach, target.files[0]);
});

function take(kind, file) {
  for (const one of waiting.filter((one) => one.kind === kind)) waiting.splice(waiting.indexOf(one), 1);
  waiting.push({ kind, file });
  field(kind).removeAttribute("aria-invalid");
  say(kind, "Waits for its turn.");
  if (!isSending) sendAll();
}

async function sendAll() {
  isSending = true;
  let isNew = false;
  for (let one; (one = waiting.shift()); ) isNew = (await send(one)) || isNew;
  isSending = false;
  if (isNew) await refresh();
}

// Whether the file is kept now.
async function send({ kind, file }) {
  const { intake, begin, hasher } = section().dataset;
  const tell = (state, numbers = {}) => say(kind, WORDS[state]?.(file, numbers.done ?? 0, numbers));
  const sending = new Sending(file, file.name, { begin, hasher }, tell);
  try {
    // What was typed is saved first, so that nothing old overtakes the file.
    await document.autosaves?.flush();
    await sending.run([["intake", intake], ["attached_as", kind]]);
    field(kind).value = "";
    return true;
  } catch (stopped) {
    if (!(stopped instanceof Stopped)) throw stopped;
    if (!stopped.mayRetry) field(kind).value = "";
    say(kind, stopped.message, true);
    if (stopped.mayRetry) place(kind).append(" ", retry(kind, file));
    return false;
  }
}

function retry(kind, file) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-sm btn-quiet", textContent: "Try again" });
  button.setAttribute("aria-label", `Try again to send ${named(file.name)}`);
  button.addEventListener("click", () => {
    field(kind).focus();
    take(kind, file);
  });
  return button;
}

function refresh() {
  const said = new Map(refusals());
  return window.htmx
    .ajax("POST", section().dataset.list, { target: "#attachments", swap: "outerHTML" })
    .then(() => {
      for (const [kind, [words, ...buttons]] of said) {
        say(kind, words.textContent, true);
        place(kind).append(...buttons);
      }
    });
}

function* refusals() {
  for (const one of section().querySelectorAll("[data-attaching][data-state=refused]")) {
    yield [one.dataset.attaching, [...one.childNodes]];
  }
}

const WORDS = {
  hashing: (file, done) => `Computing its checksum: ${Math.round(percent(done, file))} %.`,
  sending: (file, done) => `${Math.round(percent(done, file))} % sent.`,
  offline: () => "The network is gone. It goes on by itself, from where it stopped.",
  "not-taken": (file, done, { left }) => notTaken(left),
  "signed-out": () => "You are signed out. Sign in again, and it goes on from where it stopped.",
  finishing: () => "All of it is here; its pages are counted.",
};

function say(kind, words, isRefused = false) {
  const here = place(kind);
  if (words === undefined || here.textContent === words) return;
  here.textContent = words;
  here.dataset.state = isRefused ? "refused" : "";
  if (isRefused) field(kind).setAttribute("aria-invalid", "true");
}

function place(kind) {
  return section().querySelector(`[data-attaching="${kind}"]`);
}

function section() {
  return document.querySelector("[data-attachments]");
}

function field(kind) {
  return section().querySelector(`input[data-attach="${kind}"]`);
}
