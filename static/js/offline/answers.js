// The answers of a form, read as the form with signal reads them; what is missing, said beside it.
import { word } from "./words.js";

const field = (typed, name) => (typed[name] || "").trim();

export function number(text, unit) {
  let plain = text.replace(/[\s\u00a0\u202f]+/g, "").replace("−", "-");
  if (unit && plain.endsWith(unit.replace(/\s+/g, ""))) plain = plain.slice(0, -unit.replace(/\s+/g, "").length);
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain)) return null;
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain)) return null;
  const value = Number(plain.replace(",", "."));
  return Math.abs(value) <= 1e9 ? value : null;
}

function fails(found, item) {
  if (found.answer) return item.options.some(([text, means]) => text === found.answer && means === "fail");
  if (found.reading === undefined) return found.result === "fail";
  const low = item.minimum !== null && found.reading < item.minimum;
  return low || (item.maximum !== null && found.reading > item.maximum);
}

function reading(unit, key, item, typed, must, errors) {
  const name = `unit-${unit.id}-${key}`;
  const text = field(typed, name);
  const why = field(typed, `${name}-why`);
  const found = { unit: unit.id, item: key, result: "pass" };
  const isRead = item.kind === "number" || item.kind === "date";
  if (text && why) errors[name] = word(isRead ? "both" : "both-answers");
  else if (text && !isRead) return { ...found, answer: text };
  else if (text && item.kind === "date") return { ...found, read_on: text };
  else if (text) {
    const value = number(text, item.unit);
    if (value !== null) return { ...found, reading: value };
    errors[name] = word("no-number");
  } else if (why === "not_applicable") return { ...found, result: why };
  else if (why) return { ...found, result: "not_checked", reason: why };
  else if (must && !item.optional) errors[name] = word(isRead ? "no-reading" : "not-told");
  return null;
}

function readings(unit, list, typed, must, errors) {
  return list
    .filter(([, item]) => item.kind !== "pass_fail")
    .map(([key, item]) => reading(unit, key, item, typed, must, errors))
    .filter(Boolean);
}

function verdicts(unit, list, typed, errors) {
  const found = [];
  for (const [key] of list.filter(([, item]) => item.kind === "pass_fail")) {
    const name = `unit-${unit.id}-${key}`;
    const result = field(typed, name);
    if (!result) continue;
    const each = { unit: unit.id, item: key, result };
    if (result === "not_checked") {
      each.reason = field(typed, `${name}-why`);
      if (!each.reason) errors[name] = word("no-why");
    }
    found.push(each);
  }
  return found;
}

function problem(unit, list, typed, must, errors, note) {
  const before = Object.keys(errors).length;
  const found = [...verdicts(unit, list, typed, errors), ...readings(unit, list, typed, must, errors)];
  const items = Object.fromEntries(list);
  const first = found.find((each) => fails(each, items[each.item]));
  if (first) first.note = note;
  else if (note) found.unshift({ unit: unit.id, result: "fail", note });
  else if (Object.keys(errors).length === before) errors[`unit-${unit.id ?? "room"}-note`] = word("no-problem");
  return found;
}

function unitFindings(unit, list, typed, must, errors) {
  const name = `unit-${unit.id ?? "room"}`;
  const note = field(typed, `${name}-note`);
  const whole = { unit: unit.id, note };
  switch (field(typed, name)) {
    case "pass":
      if (list.some(([key, item]) => item.kind === "pass_fail" && field(typed, `${name}-${key}`) === "fail")) {
        errors[name] = word("contradiction");
      }
      return [{ ...whole, result: "pass" }, ...readings(unit, list, typed, must, errors)];
    case "fail":
      return problem(unit, list, typed, must, errors, note);
    case "not_applicable":
      return [{ ...whole, result: "not_applicable" }];
    case "not_checked": {
      const reason = field(typed, `${name}-why`);
      if (!reason) errors[`${name}-why`] = word("no-why");
      return [{ ...whole, result: "not_checked", reason }];
    }
  }
  errors[name] = word("no-answer");
  return [];
}

export function read(room, items, scope, typed) {
  const errors = {};
  const units = room.units.length ? room.units : [{ id: null, lists: {} }];
  const findings = units.flatMap((unit) => {
    const list = (unit.lists[scope] || []).map((key) => [key, items[key]]);
    return unitFindings(unit, list, typed, scope === "service" || unit.statutory, errors);
  });
  return { findings, errors };
}
