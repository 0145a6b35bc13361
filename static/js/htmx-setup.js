// htmx: marks requests nobody made, shows refusals where they are seen, keeps the focus, and leaves
// a page as it is where what keeps itself current brings nothing new.

import { csrfToken } from "./csrf.js";

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, headers, triggeringEvent } = event.detail;
  const trigger = elt.getAttribute("hx-trigger") ?? "";
  if (!triggeringEvent || /\b(every|load|revealed)\b/.test(trigger)) headers["X-Background"] = "1";
  headers["X-CSRFToken"] = csrfToken() || headers["X-CSRFToken"];
});

// The answers 401, 403, 404 and 409 carry a piece of page that says why.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (![401, 403, 404, 409].includes(xhr.status)) return;
  const notices = document.getElementById("notices");
  if (!notices) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = notices;
  event.detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.requestConfig.headers["X-Background"]) stale(true);
  else say("The server cannot be reached. Nothing was changed; try again in a moment.");
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 500) return;
  if (requestConfig.headers["X-Background"]) stale(true);
  else say("Something broke on our side. It may not have been saved: reload and look.");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) stale(false);
});

// Pieces that ask by themselves (data-keeps-quiet) are swapped when they say something else than the
// last time; what they say aloud in a region of status, when its words differ.
const last = new Map();
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (!target?.id || !("keepsQuiet" in target.dataset) || requestConfig?.verb !== "get") return;
  if (last.get(target.id) === xhr.responseText) event.detail.shouldSwap = false;
  last.set(target.id, xhr.responseText);
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target?.getAttribute("role") !== "status") return;
  const words = (element) => element.textContent.trim();
  if (words(target) === words(fragment)) event.detail.shouldSwap = false;
});

// A swap that takes the focused element away gives the focus to its successor, or to the target.
let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement?.id ?? "";
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (document.activeElement && document.activeElement !== document.body) return;
  if ("keepsQuiet" in (event.detail.target?.dataset ?? {})) return; // comes by itself and asks for nothing
  const heir = document.getElementById(focused) ?? event.detail.target;
  if (!heir) return;
  if (!heir.matches("a, button, input, select, textarea, summary, [tabindex]")) heir.tabIndex = -1;
  heir.focus({ preventScroll: true });
});

// What a page asked for by itself did not come: nobody's work is in danger, and the next answer says so.
function stale(isSo) {
  const shown = document.querySelector("#notices [data-stale]");
  if (!isSo) return shown?.remove();
  if (shown) return;
  const note = say("The server does not answer just now: what this page shows may not be current.");
  note.classList.replace("note-stop", "note-warn");
  note.dataset.stale = "";
}

function say(words) {
  const notices = document.getElementById("notices");
  if (!notices) return document.createElement("p");
  const note = document.createElement("p");
  note.className = "note note-stop";
  note.textContent = words;
  notices.replaceChildren(note);
  return note;
}
