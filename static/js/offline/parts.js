// Parts that went into a unit: how many of what its site had when the room was taken along. What is
// there by now only the server knows: it takes them from the stock with the check, or says why not.
import { el, word } from "./words.js";

const MOST = 9_999;
const nameOf = (unit, part) => `unit-${unit.id}-part-${part.stock}`;
const field = (typed, name) => (typed[name] || "").trim();

function howMany(part, name, typed) {
  const hint = `${name}-hint`;
  return el("div", { class: "field", "data-error-of": name },
    el("label", { class: "label", for: name }, word("how-many", { part: part.name })),
    el("p", { class: "hint small", id: hint }, part.left),
    el("input", { class: "input", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "6",
      id: name, name, value: typed[name] || "", "aria-describedby": hint }));
}

// A round that an older page took along knows of no parts.
export function partsFields(unit, typed) {
  const kept = unit.parts || [];
  if (!kept.length) return null;
  return el("details", { class: "fold", open: kept.some((part) => field(typed, nameOf(unit, part))) },
    el("summary", {}, word("used-a-part")),
    kept.map((part) => howMany(part, nameOf(unit, part), typed)));
}

export function partsUsed(unit, typed, isSeen, errors) {
  const used = [];
  for (const part of unit.parts || []) {
    const name = nameOf(unit, part);
    const text = field(typed, name);
    const number = /^\d+$/.test(text) ? Number(text) : null;
    if (!text || number === 0) continue;
    if (number === null || number > MOST) errors[name] = word("whole-number", { most: MOST });
    else if (!isSeen) errors[name] = word("part-and-unseen");
    else used.push({ unit: unit.id, stock: part.stock, number });
  }
  return used;
}
