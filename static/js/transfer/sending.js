// One file on its way: its checksum, then announced, sent part by part, and taken in at the end.
//
// The server says how much it has; whatever goes wrong on the line, we ask and go on from there.
// Sent as background requests, so that a long upload does not count as somebody being there.

import { csrfToken } from "../csrf.js";
import { sha256 } from "./sha256.js";

const RETRY = [1000, 2000, 5000, 10_000, 15_000];
const PATIENCE = 180_000;
const NOT_TAKEN = "The server could not take this part of the file.";

// Why this file goes no further, in sentences for its row. `mayRetry`: it can be sent again as it
// is, and goes on from what is here.
export class Stopped extends Error {
  constructor(reasons, mayRetry = false) {
    super(reasons.join(" "));
    this.mayRetry = mayRetry;
  }
}

// The server's own word that it does not take the file; `fields`: for what the form says of it.
export class Refusal extends Stopped {
  constructor(reasons, fields = []) {
    super(reasons);
    this.fields = fields;
  }
}

// What a row says while the server cannot take a part and it is tried again.
export function notTaken(left) {
  return `${NOT_TAKEN} It is tried again ${left === 1 ? "once more" : `${left} times`}.`;
}

// How much of a file, of a hundred; an empty one has nothing left.
export function percent(done, { size }) {
  return size ? (100 * done) / size : 100;
}

export class Sending {
  // `tell(state, numbers)` draws: hashing, sending, offline, not-taken, signed-out, finishing, done.
  constructor(file, name, addresses, tell) {
    Object.assign(this, { file, name, addresses, tell });
    this.stop = new AbortController();
    this.sha256 = "";
    this.failures = 0;
    this.refusals = 0;
  }

  async run(said) {
    this.refusals = 0;
    this.sha256 ||= await this.digest();
    this.tell("hashed");
    let at = await this.announce(said);
    for (;;) {
      if (at.here < this.file.size) {
        at = (await this.part(at)) ?? (await this.announce(said));
        continue;
      }
      this.tell("finishing");
      const end = await this.post(at.finish, copy(said));
      if (end.status === 200) return this.tell("done", end.answer);
      at = end.status === 409 && "here" in end.answer
        ? { ...at, here: end.answer.here }
        : await this.announce(said);
    }
  }

  digest() {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.addresses.hasher, { type: "module" });
      const end = (settle, value) => { worker.terminate(); settle(value); };
      const unreadable = () => end(reject, new Stopped(["The browser cannot read this file. Is it still there?"]));
      this.stop.signal.addEventListener("abort", unreadable);
      worker.onerror = unreadable;
      worker.onmessage = ({ data }) => {
        if (data.sha256) end(resolve, data.sha256);
        else if (data.fault) unreadable();
        else this.tell("hashing", { done: data.done });
      };
      worker.postMessage(this.file);
    });
  }

  async announce(said) {
    const form = copy(said);
    form.set("name", this.name);
    form.set("size", this.file.size);
    form.set("sha256", this.sha256);
    const { status, answer } = await this.post(this.addresses.begin, form);
    if (status !== 200) throw new Stopped(["This file cannot be sent: reload the page and choose it again."]);
    this.tell("sending", { done: answer.here });
    return answer;
  }

  // Send the part that is wanted; nothing where the server does not know the file any more.
  async part(at) {
    const bytes = new Uint8Array(await this.read(at.here, at.part));
    const headers = {
      "Content-Type": "application/octet-stream",
      "Part-Start": String(at.here),
      "Part-Sha256": await digestOf(bytes),
    };
    const { status, answer } = await this.post(at.address, bytes, headers);
    if (status === 404) return undefined;
    const next = { ...at, here: answer.here };
    this.tell("sending", { done: next.here });
    return next;
  }

  async read(from, length) {
    try {
      return await this.file.slice(from, from + length).arrayBuffer();
    } catch {
      throw new Stopped(["The file was changed or moved while it was sent: choose it again."]);
    }
  }

  // Post until there is an answer about this file; the line, the session and the server may rest.
  async post(address, body, more = {}) {
    for (;;) {
      const { status, answer } = await this.tryOnce(address, body, more);
      if (this.stop.signal.aborted) throw new Stopped(["Stopped."]);
      if (status === 401) await this.signIn();
      else if (status === 423) await pause(1000);
      else if (status === 0) await this.line();
      else if (status >= 500) await this.again();
      else if (answer.reasons) throw new Refusal(answer.reasons, answer.fields);
      else if (status === 403 || status === 400) throw new Stopped(["The server refused this: reload the page and choose the file again."]);
      else {
        this.failures = this.refusals = 0;
        return { status, answer };
      }
    }
  }

  async tryOnce(address, body, more) {
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE)]);
    const headers = { Accept: "application/json", "X-Background": "1", "X-CSRFToken": csrfToken(), ...more };
    try {
      const reply = await fetch(address, { method: "POST", body, headers, signal, redirect: "error" });
      return { status: reply.status, answer: await reply.json().catch(() => ({})) };
    } catch {
      return { status: 0, answer: {} };
    }
  }

  async line() {
    this.tell("offline");
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    await Promise.race([pause(wait), once(window, "online")]);
  }

  // The server answered that it cannot: a few more tries, and then whoever sends it decides.
  async again() {
    const left = RETRY.length - this.refusals;
    if (!left) throw new Stopped([NOT_TAKEN, "What was sent so far is kept."], true);
    this.tell("not-taken", { left });
    await pause(RETRY[this.refusals]);
    this.refusals += 1;
  }

  async signIn() {
    this.tell("signed-out");
    document.dispatchEvent(new CustomEvent("autosave:signed-out"));
    await Promise.race([pause(RETRY.at(-1)), once(document, "autosave:flush")]);
  }
}

async function digestOf(bytes) {
  if (!globalThis.crypto?.subtle) return sha256(bytes); // not a secure address
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function copy(said) {
  const form = new FormData();
  for (const [name, value] of said) form.append(name, value);
  return form;
}

const pause = (length) => new Promise((resolve) => setTimeout(resolve, length));
const once = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
