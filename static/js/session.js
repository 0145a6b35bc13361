// The session's clock: tells the server while somebody types, warns two minutes before the end,
// saves first, and covers a page whose text could not be saved instead of leaving it.

import { csrfToken } from "./csrf.js";

const { idleSeconds, stillHere, signIn } = document.body.dataset;
const IDLE = Number(idleSeconds) * 1000;
const WARNING = Math.min(120_000, IDLE / 3);
const TELL_EVERY = Math.min(60_000, IDLE / 6);

const tabs = new BroadcastChannel("imrportal-session");
let active = Date.now();
let told = Date.now();
let warning;

for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  addEventListener(kind, touch, { passive: true, capture: true });
}
tabs.addEventListener("message", ({ data }) => {
  if (data.active) active = Math.max(active, data.active);
  if (data.left) setTimeout(end, 1500); // signed out in another tab
});
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
document.addEventListener("autosave:signed-out", cover);
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", () => tabs.postMessage({ left: true }));
}

function touch() {
  active = Date.now();
  if (active - told > TELL_EVERY) tell();
}

async function tell() {
  told = Date.now();
  tabs.postMessage({ active: told });
  const token = csrfToken();
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(stillHere, { method: "POST", headers, redirect: "error" });
    if (answer.status === 401) end();
  } catch {
    told = 0; // not reached: the next key tries again
  }
}

function look() {
  const left = active + IDLE - Date.now();
  if (left <= 0) return end();
  if (left <= WARNING) warn(left);
  else hideWarning();
}

function warn(left) {
  if (!warning) {
    warning = note("You will be signed out in ", "", "Stay signed in");
    warning.querySelector("button").addEventListener("click", () => { touch(); tell(); hideWarning(); });
    document.body.append(warning);
    document.dispatchEvent(new CustomEvent("autosave:flush"));
  }
  const minutes = Math.ceil(left / 60_000);
  const words = left > 60_000 ? `${minutes} minutes` : `${Math.ceil(left / 1000)} seconds`;
  warning.querySelector("span").textContent = `Nothing was typed for a while: you will be signed out in ${words}.`;
}

function hideWarning() {
  warning?.remove();
  warning = undefined;
}

let isEnding = false;
async function end() {
  if (isEnding) return;
  isEnding = true;
  hideWarning();
  const allSaved = document.autosaves ? await document.autosaves.flush() : true;
  // Asked for anew, not reloaded: a page that answered a form would send the form again.
  if (allSaved && !hasTypedText()) return location.replace(location.pathname + location.search);
  cover();
}

// Whether a plain form holds words that leaving would lose; one that saves itself has been flushed.
// Files on their way wait for the next sign-in on the page that sends them.
function hasTypedText() {
  if (document.querySelector("form[data-busy]")) return true;
  return [...document.querySelectorAll("main textarea, main input[type=text]")].some(
    (field) =>
      !field.readOnly && field.value !== field.defaultValue && !field.closest("form[data-autosave]"),
  );
}

// Nothing of the case is left in sight, and nothing typed is lost.
function cover() {
  if (document.querySelector(".cover")) return;
  const sheet = document.createElement("div");
  sheet.className = "cover";
  sheet.setAttribute("role", "alertdialog");
  sheet.setAttribute("aria-label", "Signed out");
  const box = document.createElement("div");
  box.className = "cover-box";
  const title = document.createElement("h1");
  title.textContent = "You were signed out";
  const words = document.createElement("p");
  words.textContent = "What you typed on this page is still here. Sign in in a new tab, then come back and go on.";
  const actions = document.createElement("p");
  actions.className = "actions";
  const link = document.createElement("a");
  link.className = "btn btn-primary";
  link.href = signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in a new tab";
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn btn-quiet";
  back.textContent = "I have signed in";
  back.addEventListener("click", uncover);
  actions.append(link, back);
  box.append(title, words, actions);
  sheet.append(box);
  for (const part of document.body.children) part.inert = true;
  document.body.append(sheet);
  link.focus();
}

async function uncover() {
  const token = csrfToken();
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const answer = await fetch(stillHere, { method: "POST", headers, redirect: "error" }).catch(() => undefined);
  if (!answer?.ok) return document.querySelector(".cover a").focus();
  document.querySelector(".cover").remove();
  for (const part of document.body.children) part.inert = false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  active = told = Date.now();
  isEnding = false;
  document.dispatchEvent(new CustomEvent("autosave:flush"));
}

function note(words, tone, action) {
  const box = document.createElement("div");
  box.className = "note note-warn clock-warning";
  box.setAttribute("role", "alert");
  const text = document.createElement("span");
  text.textContent = words;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm";
  button.textContent = action;
  box.append(text, button);
  return box;
}
