// The page that sends files: <form data-transfer> with its list of files, [data-transfer-list].
//
// Files are chosen, chosen as a folder, or dropped, and wait until the form is sent; then they go two
// at a time. Without this script the form sends them itself. A file above the limit (data-most-bytes of
// the list) is refused as soon as it is chosen: its checksum alone would take half a minute.
//
// data-transfer-one: it takes one file, and the page of its record follows. data-transfer-when
// ("name=value"): only with this answer does the form want a file. data-transfer-refreshes: the part
// of the page that lists what came, fetched again when all of it was sent.

import { named } from "../characters.js";
import { ofDrop, ofInput, unreadSentence } from "./chosen.js";
import { notTaken, percent, Refusal, Sending, Stopped } from "./sending.js";

const LANES = 2;
const READY = ["waiting", "refused", "unsent"];
const form = document.querySelector("form[data-transfer]");
if (form) bind(form);

function bind(form) {
  const input = form.querySelector("input[type=file]");
  const folder = form.querySelector("[data-transfer-folder]");
  const list = form.querySelector("[data-transfer-list]");
  const total = form.querySelector("[data-transfer-total]");
  const unread = form.querySelector("[data-transfer-unread]");
  const model = form.querySelector("template");
  const most = Number(list.dataset.mostBytes) || Infinity;
  const addresses = { begin: form.dataset.transfer, hasher: form.dataset.hasher };
  const takesOne = "transferOne" in form.dataset;
  const [whenName, whenValue] = (form.dataset.transferWhen ?? "").split("=");
  const rows = [];
  let running = 0;

  form.querySelector("[data-transfer-more]").hidden = false;
  input.addEventListener("change", () => take(ofInput(input), input));
  folder?.addEventListener("change", () => take(ofInput(folder), folder));
  form.querySelector("[data-transfer-choose]")?.addEventListener("click", () => folder.click());
  form.addEventListener("submit", send);
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    const dropped = await ofDrop(event.dataTransfer);
    take(dropped.files);
    unread.textContent = unreadSentence(dropped.unread);
  });

  function take(files, from) {
    if (takesOne && running) return;
    if (takesOne && files.length) for (const one of [...rows]) drop(one);
    for (const { file, name } of takesOne ? files.slice(0, 1) : files) rows.push(row(file, name));
    if (from) from.value = "";
    input.required = false;
    unread.textContent = "";
    count();
    if (takesOne && files.length > 1) total.textContent = `One file belongs here. Only ${named(files[0].name)} was taken.`;
  }

  function row(file, name) {
    const box = model.content.firstElementChild.cloneNode(true);
    const part = (kind) => box.querySelector(`[data-${kind}]`);
    const one = { file, shown: named(name), box, part, state: "waiting", done: 0 };
    part("name").textContent = one.shown;
    part("size").textContent = sized(file.size);
    part("bar").setAttribute("aria-label", `How much of ${one.shown} was sent`);
    part("leave").setAttribute("aria-label", `Leave out ${one.shown}`);
    part("leave").addEventListener("click", () => leave(one));
    one.sending = new Sending(file, name, addresses, (state, numbers) => draw(one, state, numbers));
    list.append(box);
    if (file.size > most) {
      one.state = "beyond";
      draw(one, "beyond", { most });
    }
    return one;
  }

  function drop(one) {
    one.sending.stop.abort();
    rows.splice(rows.indexOf(one), 1);
    one.box.remove();
  }

  function leave(one) {
    const next = one.box.nextElementSibling ?? one.box.previousElementSibling;
    drop(one);
    (next?.querySelector("button:not([hidden])") ?? input).focus();
    count();
  }

  function send(event) {
    if (whenName && new FormData(form).get(whenName) !== whenValue) return;
    const ready = rows.filter(({ state }) => READY.includes(state));
    if (!ready.length) {
      if (rows.length) event.preventDefault();
      return;
    }
    event.preventDefault();
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const said = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    for (const one of ready) {
      one.state = "queued";
      one.said = said;
      draw(one, "queued");
    }
    form.dataset.busy = "1";
    for (const _ of Array(LANES - running)) lane();
  }

  async function lane() {
    running += 1;
    for (let one; (one = rows.find(({ state }) => state === "queued")); ) {
      one.state = "running";
      show(one);
      try {
        await one.sending.run(one.said);
        one.state = "done";
        if (takesOne) return follow(one);
      } catch (stopped) {
        if (!(stopped instanceof Stopped)) throw stopped;
        if (stopped.fields?.length) return hold(one, stopped);
        one.state = stopped instanceof Refusal ? "refused" : "unsent";
        draw(one, one.state, { reason: stopped.message });
        if (stopped.mayRetry) one.part("state").append(" ", retry(one));
      }
      count();
    }
    running -= 1;
    if (!running) end();
    count();
  }

  function retry(one) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-sm btn-quiet", textContent: "Try again" });
    button.setAttribute("aria-label", `Try again to send ${one.shown}`);
    button.addEventListener("click", () => {
      one.part("leave").focus();
      one.state = "queued";
      draw(one, "queued");
      form.dataset.busy = "1";
      if (running < LANES) lane();
    });
    return button;
  }

  function end() {
    delete form.dataset.busy;
    const failed = rows.filter(({ state }) => ["refused", "beyond", "unsent"].includes(state)).map(({ box }) => box);
    if (rows.length > failed.length && !list.contains(document.activeElement)) {
      list.prepend(...failed);
      list.scrollTop = 0;
    }
    const listed = form.dataset.transferRefreshes;
    if (listed) {
      window.htmx.ajax("GET", location.pathname, { target: listed, select: listed, swap: "outerHTML" });
    }
  }

  // What the form says is wrong for every file alike: none is refused for it, all wait.
  function hold(held, stopped) {
    for (const one of rows.filter((one) => one === held || one.state === "queued")) {
      one.state = "waiting";
      draw(one, "waiting");
    }
    running -= 1;
    if (!running) delete form.dataset.busy;
    count();
    total.textContent = `${stopped.message} Nothing was sent.`;
    mark(stopped.fields);
  }

  // A long list scrolls by itself; whoever is in it moves it.
  function show({ box }) {
    if (!list.matches(":hover, :focus-within")) list.scrollTop = box.offsetTop - list.offsetTop;
  }

  function follow(one) {
    running = 0; // so that nobody is asked whether to leave
    location.assign(one.address);
  }

  function mark(fields) {
    const named = (fields ?? []).map((name) => form.elements[name]).filter(Boolean);
    const wrong = named.flatMap((field) => (field instanceof RadioNodeList ? [...field] : [field]));
    for (const field of wrong) field.setAttribute("aria-invalid", "true");
    wrong[0]?.focus();
  }

  function draw(one, state, numbers = {}) {
    const { part, file } = one;
    const words = part("state");
    one.box.dataset.state = state;
    if ("done" in numbers) one.done = numbers.done;
    if (state === "hashed") return showDigest(one);
    if (state === "sending" || state === "hashing") part("bar").value = percent(one.done, file);
    words.textContent = WORDS[state]?.(one, numbers) ?? numbers.reason;
    if (state === "done") {
      one.done = file.size;
      part("bar").value = 100;
      part("leave").hidden = true;
      words.textContent = numbers.pages ? `In the file: ${numbers.pages} page${numbers.pages === 1 ? "" : "s"}.` : "Received.";
      one.address = numbers.address;
      if (numbers.address && !takesOne) words.append(" ", link(numbers.address, one.shown));
    }
    count();
  }

  function showDigest({ part, sending }) {
    part("digest").textContent = sending.sha256;
    part("checksum").hidden = false;
  }

  function count() {
    const words = summed(rows.map(({ state }) => state), running > 0);
    if (total.textContent !== words) total.textContent = words;
    list.hidden = !rows.length;
  }
}

// What the line above the list says of all files.
function summed(states, isRunning) {
  const of = states.length;
  const number = (state) => states.filter((one) => one === state).length;
  const [done, unsent] = ["done", "unsent"].map(number);
  const refused = number("refused") + number("beyond");
  if (!of) return "";
  if (done === of) return of === 1 ? "All of it is in." : `All ${of} files are in.`;
  if (isRunning) return of === 1 ? "The file is on its way." : `${done} of ${of} files are in.`;
  const ready = of - done - refused - unsent;
  const told = [
    ready && `${ready} file${ready === 1 ? "" : "s"} ready to send`,
    done && `${done} in`,
    unsent && `${unsent} not sent`,
    refused && `${refused} refused`,
  ];
  return `${told.filter(Boolean).join(", ")}.`;
}

const WORDS = {
  waiting: () => "Ready to send.",
  beyond: ({ shown, file }, { most }) => `“${shown}” has ${apart(file.size, most)}: split it and send the parts.`,
  queued: () => "Waits for its turn.",
  hashing: ({ done, file }) => `Computing its checksum: ${Math.round(percent(done, file))} %.`,
  sending: ({ done, file }) => `${sized(done)} of ${sized(file.size)} sent.`,
  offline: () => "The network is gone. It goes on by itself, from where it stopped.",
  "not-taken": (_, { left }) => notTaken(left),
  "signed-out": () => "You are signed out. Sign in again, and it goes on from where it stopped.",
  finishing: () => "All of it is here; it is put together and its pages are counted.",
  done: () => "",
};

function link(address, name) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = "Open";
  anchor.setAttribute("aria-label", `Open ${name}`);
  return anchor;
}

function sized(bytes) {
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
  if (bytes >= 1024 ** 2) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} bytes`;
}

// A size and the limit it is above; in bytes where both would read the same.
function apart(bytes, most) {
  const [size, limit] = [sized(bytes), sized(most)];
  if (size !== limit) return `${size}. The limit is ${limit}`;
  return `${bytes.toLocaleString("en-US")} bytes. The limit is ${most.toLocaleString("en-US")} bytes`;
}
