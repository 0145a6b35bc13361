// Which documents are meant: by words of their title and author, by a year, a month or a day.

const DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const MONTH = /^(\d{1,2})[/.-](\d{4})$/;
const NEAREST = 5;

// all: [{words, on}], `on` as 2026-04-15 or empty. Each word that is typed has to fit.
export function matching(all, typed) {
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((one) => wanted.every((word) => fits(one, word)));
  const day = wanted.length === 1 && DAY.exec(wanted[0]);
  return found.length || !day ? found : nearest(all, iso(day[3], day[1], day[2]));
}

function fits(one, word) {
  const day = DAY.exec(word);
  if (day) return one.on === iso(day[3], day[1], day[2]);
  const month = MONTH.exec(word);
  if (month) return one.on.startsWith(iso(month[2], month[1]));
  return one.words.toLowerCase().includes(word) || one.on.startsWith(word);
}

// No document is of that day: the ones around it.
function nearest(all, day) {
  const far = (one) => Math.abs(Date.parse(one.on) - Date.parse(day));
  const dated = all.filter((one) => one.on);
  return Number.isNaN(Date.parse(day)) ? [] : dated.sort((a, b) => far(a) - far(b)).slice(0, NEAREST);
}

function iso(...parts) {
  return parts.map((part) => part.padStart(2, "0")).join("-");
}
