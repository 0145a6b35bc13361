// The reference to a page, with the words that are selected on it, for any other text.

// starts: by document how its references begin; the number of the page and a bracket follow.
export async function copyReference(book, evidence) {
  const [chosen] = evidence.selected();
  const page = chosen?.sheet.page ?? book.pageOf(book.sheets.place().page);
  const start = evidence.references?.[page.document.id];
  if (!start) return book.say("The references could not be fetched: reload the page.");
  const quote = chosen ? `“${wordsOf(chosen)}” ` : "";
  const words = `${quote}${start}${page.number})`;
  try {
    await navigator.clipboard.writeText(words);
    return book.say(`Copied: ${words}`);
  } catch {
    return book.say(`The browser did not let it be copied: ${words}`);
  }
}

function wordsOf({ sheet, start, end }) {
  const words = [...sheet.text.querySelectorAll("span")].slice(start, end);
  return words.map((word) => word.textContent.trim()).join(" ");
}
