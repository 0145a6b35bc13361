// Which files somebody chose or dropped, folders with all that is in them.

import { named } from "../characters.js";

const LEFT_OUT = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;
const MOST_NAMED = 10;

// The files of an <input>, each with its path in the folder that was chosen.
export function ofInput(input) {
  return [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })).filter(isWanted);
}

// The files that were dropped, folders walked through, and the paths of what cannot be read.
export async function ofDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return { files: [...transfer.files].map((file) => ({ file, name: file.name })), unread: [] };
  const found = { files: [], unread: [] };
  for (const entry of entries) await walk(entry, found);
  return { ...found, files: found.files.filter(isWanted) };
}

// Say what of a drop cannot be read; nothing where all of it can.
export function unreadSentence(unread) {
  if (!unread.length) return "";
  const some = unread.slice(0, MOST_NAMED).map((path) => `“${named(path)}”`);
  const more = unread.length > MOST_NAMED ? ` and ${unread.length - MOST_NAMED} more` : "";
  return `Not taken, because the browser cannot read ${unread.length === 1 ? "it" : "them"}: ${some.join(", ")}${more}. `
    + "See whether you can open what is named here on this computer, then drop it again.";
}

async function walk(entry, found) {
  const path = entry.fullPath.replace(/^\//, "");
  try {
    if (entry.isFile) found.files.push({ file: await fileOf(entry), name: path });
    else for await (const one of insideOf(entry)) await walk(one, found);
  } catch {
    if (isWanted({ file: entry })) found.unread.push(path);
  }
}

function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// A folder answers with some of its entries at a time, and at its end with none.
async function* insideOf(folder) {
  const reader = folder.createReader();
  for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length; ) yield* some;
}

// What programs leave in folders is no record.
function isWanted({ file }) {
  return !LEFT_OUT.test(file.name);
}
