// What the server knows of the book: its index once, then pages, words and hits as they are asked for.

import { csrfToken } from "../csrf.js";

const KEPT = 40; // pages whose words are remembered

export class Source {
  constructor(root) {
    this.at = root.dataset;
    this.words = new Map();
  }

  async load() {
    const answer = await fetch(this.at.index, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The book answered ${answer.status}.`);
    const told = await answer.json();
    this.documents = told.documents;
    this.place = told.place;
    this.pages = told.pages.map(([number, key, size, doc, fold, turn, isRead, skew], index) => ({
      index,
      number,
      key,
      width: told.sizes[size][0],
      height: told.sizes[size][1],
      document: told.documents[doc],
      fold,
      turn,
      skew: skew ?? 0,
      isRead: Boolean(isRead),
    }));
    for (const page of this.pages) page.document.first ??= page.number;
    return told;
  }

  imageOf(page, size) {
    return this.at.image.replace("KEY", page.key).replace("SIZE", size);
  }

  wordsOf(page) {
    let asked = this.words.get(page.number);
    if (!asked) {
      const address = this.at.text.replace("KEY", page.key);
      asked = fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
      });
      asked.catch(() => this.words.delete(page.number));
      this.words.set(page.number, asked);
      if (this.words.size > KEPT) this.words.delete(this.words.keys().next().value);
    }
    return asked;
  }

  // What an answer that is no image says.
  async whyNot(answer) {
    try {
      const said = await answer.json();
      return said.reasons.join(" ");
    } catch {
      return `This page could not be fetched (${answer.status}). Reload; sign in again if you were signed out.`;
    }
  }

  post(address, fields, { isBackground = false } = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", csrfToken());
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    if (isBackground) headers["X-Background"] = "1";
    return fetch(address, { method: "POST", body, headers });
  }

  beacon(address, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", csrfToken());
    return navigator.sendBeacon(address, body);
  }
}
