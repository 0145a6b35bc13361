// The list of evidence cards beside the pages; cards whose words are lost wait above it.

import { CARD, partWords } from "./naming.js";

const STATES = { saving: "saving…", waiting: "not saved yet: no connection, trying again", refused: "not saved" };

export class CardList {
  constructor(evidence) {
    this.evidence = evidence;
    this.place = evidence.root;
    this.place.addEventListener("click", (event) => this.clicked(event));
    this.place.addEventListener("dragstart", (event) => {
      const card = evidence.cardOf(event.target.dataset?.card);
      if (!card?.reference) return event.preventDefault();
      event.dataTransfer.setData("text/plain", ` ${card.reference}`);
      event.dataTransfer.setData(CARD, card.key);
      event.dataTransfer.effectAllowed = "copy";
      this.isHeld = true;
      return undefined;
    });
    this.place.addEventListener("dragend", () => this.release());
  }

  // While a note is written or a card is dragged, an answer that comes draws nothing anew: the field
  // would go, and what is typed on would be keys.
  release() {
    this.isHeld = false;
    this.show();
  }

  show() {
    if (this.isHeld) return;
    const { cards, mayChange } = this.evidence;
    const lost = cards.filter((card) => card.isLost);
    const kept = cards.filter((card) => !card.isLost);
    const pieces = [];
    if (lost.length) {
      pieces.push(element("p", "card-tray", `${lost.length} not found on the page as it is read now. Choose one, select its words again and press h.`));
    }
    pieces.push(...[...lost, ...kept].map((card) => this.cardElement(card)));
    if (!cards.length) {
      pieces.push(element("p", "hint card-none", mayChange ? "Select words on a page and press h, or the number of a service." : "The text cites no page yet."));
    }
    this.place.querySelector("[data-cards]").replaceChildren(...pieces);
    this.place.querySelector("[data-cards-count]").textContent = cards.length || "";
    this.mark(this.evidence.chosen);
  }

  cardElement(card) {
    const item = element("div", "card-item");
    item.dataset.card = card.key;
    item.draggable = Boolean(this.evidence.mayChange);
    const button = element("button", "card-go");
    button.type = "button";
    button.append(element("span", "card-quote", card.quote || "An area of the page"));
    const from = [card.document, card.author, card.on].filter(Boolean).join(", ");
    button.append(element("span", "hint", `p. ${card.page} · ${from}`));
    item.append(button);
    const foot = element("p", "card-foot");
    if (card.service) foot.append(element("span", "card-service", `Service ${card.service}`));
    if (card.citedIn.length) foot.append(element("span", "hint", `in ${card.citedIn.map(partWords).join(", ")}`));
    const state = STATES[card.state];
    foot.append(element("span", `card-state is-${card.state ?? "saved"}`, state ?? ""));
    item.append(foot);
    if (card.note) item.append(element("p", "card-note", card.note));
    if (this.evidence.mayChange) item.append(this.tools(card));
    return item;
  }

  tools(card) {
    const tools = element("p", "card-tools");
    for (const [act, words] of [["cite", "Cite"], ["note", "Note"], ["remove", "Remove"]]) {
      const button = element("button", "btn btn-quiet btn-sm", words);
      button.type = "button";
      button.dataset.cardAct = act;
      button.setAttribute("aria-label", `${words}: ${card.quote.slice(0, 60) || "area"}`);
      tools.append(button);
    }
    return tools;
  }

  clicked(event) {
    const card = this.evidence.cardOf(event.target.closest("[data-card]")?.dataset.card);
    if (!card) return;
    const act = event.target.closest("[data-card-act]")?.dataset.cardAct;
    if (act === "cite") this.evidence.cite(card);
    else if (act === "note") this.editNote(card);
    else if (act === "remove") this.evidence.remove(card);
    else if (event.target.closest(".card-go")) this.evidence.choose(card);
  }

  mark(chosen) {
    for (const item of this.place.querySelectorAll("[data-card]")) {
      const isChosen = item.dataset.card === chosen?.key;
      item.classList.toggle("is-chosen", isChosen);
      if (isChosen) item.querySelector(".card-go").setAttribute("aria-current", "true");
      if (isChosen) item.scrollIntoView({ block: "nearest" });
    }
  }

  editNote(card, after = () => {}) {
    const item = this.place.querySelector(`[data-card="${card.key}"]`);
    const field = element("textarea", "form-control");
    field.value = card.note;
    field.rows = 3;
    field.maxLength = 4000;
    field.setAttribute("aria-label", "Note on this passage; only you see it");
    this.isHeld = true;
    item.append(field);
    item.scrollIntoView({ block: "nearest" });
    field.focus();
    let isDone = false;
    const done = (isKept) => {
      if (isDone) return;
      isDone = true;
      this.isHeld = false;
      if (isKept && field.value.trim() !== card.note) this.evidence.note(card, field.value.trim());
      else this.show();
      after();
      this.evidence.book.scroller.focus({ preventScroll: true });
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") done(false);
      if (event.key === "Enter" && !event.shiftKey) done(true);
      if (["Escape", "Enter"].includes(event.key) && isDone) event.preventDefault();
    });
    field.addEventListener("blur", () => done(true));
  }
}

function element(tag, name, words) {
  const made = document.createElement(tag);
  made.className = name;
  if (words !== undefined) made.textContent = words;
  return made;
}
