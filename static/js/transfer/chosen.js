// Which files somebody chose or dropped, folders with all that is in them.

const LEFT_OUT = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;

// The files of an <input>, each with its path in the folder that was chosen.
export function ofInput(input) {
  return [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })).filter(isWanted);
}

// The files that were dropped; folders are walked through.
export async function ofDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found.filter(isWanted);
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, name: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}

// What programs leave in folders is no record.
function isWanted({ file }) {
  return !LEFT_OUT.test(file.name);
}
