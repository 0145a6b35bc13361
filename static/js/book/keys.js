// Every action of the book by key; ? shows them. Typing in a field is typing.

const isField = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

export function bindKeys(book) {
  const { sheets } = book;
  const KEYS = {
    j: () => sheets.step(1),
    k: () => sheets.step(-1),
    "[": () => book.stepDocument(-1),
    "]": () => book.stepDocument(1),
    Home: () => sheets.goTo(sheets.pages[0].number),
    End: () => sheets.goTo(sheets.pages.at(-1).number),
    PageDown: () => page(1),
    PageUp: () => page(-1),
    " ": (event) => page(event.shiftKey ? -1 : 1),
    ArrowDown: () => (book.scroller.scrollTop += 60),
    ArrowUp: () => (book.scroller.scrollTop -= 60),
    "+": book.acts.in,
    "=": book.acts.in,
    "-": book.acts.out,
    w: book.acts.width,
    f: book.acts.whole,
    b: book.acts.spread,
    r: () => book.turnPage(90),
    R: () => book.turnPage(270),
    c: book.acts.look,
    t: book.acts.text,
    d: book.acts.fold,
    l: book.acts.rail,
    "/": () => book.search.focus(),
    n: () => book.search.step(1),
    N: () => book.search.step(-1),
    p: () => book.search.step(-1),
    "#": () => book.find("number").select(),
    "?": () => document.getElementById("book-keys").showModal(),
  };
  book.keys = KEYS;
  // Before the page's own keys, which share some letters: here they mean the book's.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "Escape") return book.search.leave();
      if (isField(event.target)) return;
      if (isElsewhere(event)) return;
      if ("np".includes(event.key.toLowerCase()) && !book.search.isOpen) return;
      const act = KEYS[event.key];
      if (!act || act(event) === false) return;
      book.showState();
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );

  function page(by) {
    book.scroller.scrollTop += by * book.scroller.clientHeight * 0.9;
  }

  // Keys that every element has of its own stay with it outside the pages.
  function isElsewhere(event) {
    const own = [" ", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowDown"].includes(event.key);
    const inside = book.scroller.contains(event.target) || event.target === document.body || event.target.id === "content";
    return own && !inside;
  }
}
