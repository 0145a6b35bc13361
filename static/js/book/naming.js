// Names that several modules of the book use.

export const CARD = "application/x-evidence-card";

export function partWords(part) {
  return part === "summary" ? "the summary" : `service ${part}`;
}
