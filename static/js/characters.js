// Characters that cannot be seen or printed, as cases/characters.py names and refuses them.

export const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

// The text with each of them as its name, [U+202E]: so that none turns the end of a name around.
export function named(text) {
  return text.replace(HIDDEN, (sign) => `[U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}
