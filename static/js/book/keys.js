// Every action of the book by key; ? shows them. Typing in a field is typing.

const isField = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

export function bindKeys(book) {
  const { sheets } = book;
  const KEYS = {
    j: () => sheets.step(1),
    k: () => sheets.step(-1),
    "[": () => book.stepDocument(-1),
    "]": () => book.stepDocument(1),
    "{": () => book.suggested.step(-1),
    "}": () => book.suggested.step(1),
    Home: () => book.goTo(sheets.pages[0].number),
    End: () => book.goTo(sheets.pages.at(-1).number),
    Backspace: (event) => (event.shiftKey ? book.trail.forward() : book.trail.back()),
    u: () => book.stepUnread(1),
    U: () => book.stepUnread(-1),
    o: () => book.rail.focusFilter(),
    a: () => book.picker.step(1),
    A: () => book.picker.step(-1),
    ArrowRight: (event) => book.picker.stretch(1, { atStart: event.shiftKey }),
    ArrowLeft: (event) => book.picker.stretch(-1, { atStart: event.shiftKey }),
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
    n: () => book.search.stepByKey(1),
    N: () => book.search.stepByKey(-1),
    p: () => book.search.stepByKey(-1),
    "#": () => book.find("number").select(),
    "?": () => document.getElementById("book-keys").showModal(),
  };
  book.keys = KEYS;
  // Before the page's own keys, which share some letters: here they mean the book's.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      if (isBrowsersOwn(event)) return take(event);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") return escape();
      if (isField(event.target)) return;
      if (isElsewhere(event)) return;
      if ("np".includes(event.key.toLowerCase()) && !book.search.isOpen) return;
      const act = KEYS[event.key];
      if (!act || act(event) === false) return;
      book.showState();
      take(event);
    },
    { capture: true },
  );

  // The browser finds only what is drawn, a few pages of thousands: its key searches the book. Once
  // more in the field it is the browser's again. Alt and an arrow go back in the book, while there is
  // a way back.
  function isBrowsersOwn(event) {
    const { key, altKey } = event;
    if (isField(event.target)) return false;
    if ((event.ctrlKey || event.metaKey) && !altKey && !event.shiftKey && key === "f") return KEYS["/"]() !== false;
    if (!altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    if (key === "ArrowLeft" && book.trail.before.length) return book.trail.back() !== false;
    return key === "ArrowRight" && book.trail.after.length > 0 && book.trail.forward() !== false;
  }

  function take(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  // One thing at a time: what is selected, what is typed among the documents, what lies over the
  // pages, the search.
  function escape() {
    if (book.evidence?.area.leave() || book.picker.leave() || book.rail.leave()) return;
    if (book.yieldPages()) book.scroller.focus({ preventScroll: true });
    else book.search.leave();
  }

  function page(by) {
    book.scroller.scrollTop += by * book.scroller.clientHeight * 0.9;
  }

  // Keys that every element has of its own stay with it outside the pages.
  function isElsewhere(event) {
    const own = [" ", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(event.key);
    const inside = book.scroller.contains(event.target) || event.target === document.body || event.target.id === "content";
    return own && !inside;
  }
}
