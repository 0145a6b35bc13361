// The two files of a half-typed application: each goes in parts as soon as it is chosen, one after
// the other, and then the list of files is shown anew. <section data-attachments>
//
// Until a file is here its field keeps it: whoever sends the form before that sends it whole.

import { Sending, Stopped } from "./sending.js";

const waiting = [];
let isSending = false;

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-attachments] input[data-attach]") || !target.files.length) return;
  const kind = target.dataset.attach;
  for (const one of waiting.filter((one) => one.kind === kind)) waiting.splice(waiting.indexOf(one), 1);
  waiting.push({ kind, file: target.files[0] });
  target.removeAttribute("aria-invalid");
  say(kind, "Waits for its turn.");
  if (!isSending) sendAll();
});

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
  const tell = (state, numbers = {}) => say(kind, WORDS[state]?.(file, numbers.done ?? 0));
  const sending = new Sending(file, file.name, { begin, hasher }, tell);
  try {
    // What was typed is saved first, so that nothing old overtakes the file.
    await document.autosaves?.flush();
    await sending.run([["intake", intake], ["attached_as", kind]]);
    field(kind).value = "";
    return true;
  } catch (stopped) {
    if (!(stopped instanceof Stopped)) throw stopped;
    field(kind).value = "";
    say(kind, stopped.message, true);
    return false;
  }
}

function refresh() {
  const said = new Map(refusals());
  return window.htmx
    .ajax("POST", section().dataset.list, { target: "#attachments", swap: "outerHTML" })
    .then(() => {
      for (const [kind, words] of said) say(kind, words, true);
    });
}

function* refusals() {
  for (const place of section().querySelectorAll("[data-attaching][data-state=refused]")) {
    yield [place.dataset.attaching, place.textContent];
  }
}

const WORDS = {
  hashing: (file, done) => `Computing its checksum: ${percent(done, file)}.`,
  sending: (file, done) => `${percent(done, file)} sent.`,
  offline: () => "The network is gone. It goes on by itself, from where it stopped.",
  "signed-out": () => "You are signed out. Sign in again, and it goes on from where it stopped.",
  finishing: () => "All of it is here; its pages are counted.",
};

function percent(done, file) {
  return `${file.size ? Math.round((100 * done) / file.size) : 100} %`;
}

function say(kind, words, isRefused = false) {
  const place = section().querySelector(`[data-attaching="${kind}"]`);
  if (words === undefined || place.textContent === words) return;
  place.textContent = words;
  place.dataset.state = isRefused ? "refused" : "";
  if (isRefused) field(kind).setAttribute("aria-invalid", "true");
}

function section() {
  return document.querySelector("[data-attachments]");
}

function field(kind) {
  return section().querySelector(`input[data-attach="${kind}"]`);
}
