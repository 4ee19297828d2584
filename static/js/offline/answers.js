// The answers of a form, read as the form with signal reads them; what is missing, said beside it.
import { again, brokenUnits } from "./again.js";
import { number } from "./numbers.js";
import { partsUsed } from "./parts.js";
import { of, VISIT } from "./photos.js";
import { nameOf, unitsOf } from "./units.js";
import { word } from "./words.js";
import { wrong } from "./wrong.js";

const MOST_PHOTOS = 24;
const field = (typed, name) => (typed[name] || "").trim();

function isOutside(value, item) {
  const low = item.minimum !== null && value < item.minimum;
  return low || (item.maximum !== null && value > item.maximum);
}

export function fails(found, item) {
  if (found.answer) return item.options.some(([text, means]) => text === found.answer && means === "fail");
  if (found.reading === undefined) return found.result === "fail";
  return isOutside(found.reading, item);
}

const IS_READING = { number: true, date: true };
const NEEDED = { choice: "no-choice", text: "no-text", photo: "no-photo" };

// A number outside its limits is asked for twice, as a slip of the thumb is likelier.
function measured(found, item, text, form, name, errors) {
  const reading = number(text, item.unit);
  if (reading === null) errors[name] = word(item.unit ? "no-number-in" : "no-number", { unit: item.unit });
  else if (isOutside(reading, item) && field(form.typed, `${name}-sure`) !== text) {
    form.outside[name] = text;
    errors[name] = word("outside", { read: `${reading} ${item.unit}`.trim(), limits: item.limits });
  }
  return errors[name] ? null : { ...found, reading };
}

function answered(found, item, form, name, errors) {
  const text = field(form.typed, name);
  if (item.kind === "photo") return { ...found, of: [name] };
  if (item.kind === "date") return { ...found, read_on: text };
  if (item.kind === "number") return measured(found, item, text, form, name, errors);
  return { ...found, answer: text };
}

function line(unit, key, item, form, errors) {
  const name = `${nameOf(unit)}-${key}`;
  const given = item.kind === "photo" ? of(form.photos, name).length : field(form.typed, name);
  const why = field(form.typed, `${name}-why`);
  const found = { unit: unit.id, item: key, result: "pass" };
  const isRead = IS_READING[item.kind];
  if (given && why) errors[name] = word(isRead ? "both" : "both-answers");
  else if (given) return answered(found, item, form, name, errors);
  else if (why === "not_applicable") return { ...found, result: why };
  else if (why) return { ...found, result: "not_checked", reason: why };
  else if ((form.must(unit) || item.always) && !item.optional) errors[name] = word(NEEDED[item.kind] || "no-reading");
  return null;
}

function told(unit, list, form, errors) {
  return list
    .filter(([, item]) => item.kind !== "pass_fail")
    .map(([key, item]) => line(unit, key, item, form, errors))
    .filter(Boolean);
}

function verdicts(unit, list, form, errors) {
  const found = [];
  for (const [key] of list.filter(([, item]) => item.kind === "pass_fail")) {
    const name = `${nameOf(unit)}-${key}`;
    const result = field(form.typed, name);
    if (!result) continue;
    const each = { unit: unit.id, item: key, result };
    if (result === "not_checked") {
      each.reason = field(form.typed, `${name}-why`);
      if (!each.reason) errors[name] = word("no-why");
    }
    found.push(each);
  }
  return found;
}

function problem(unit, list, form, errors, name, note) {
  const before = Object.keys(errors).length;
  const found = [...verdicts(unit, list, form, errors), ...told(unit, list, form, errors)];
  const items = Object.fromEntries(list);
  const pictures = [`${name}-photo`];
  const isTold = form.broken.has(unit.id);
  const first = found.find((each) => fails(each, items[each.item]));
  const said = wrong(name, form.typed);
  const isMore = said.effect || of(form.photos, pictures[0]).length;
  if (first) Object.assign(first, said, { note, of: [...(first.of || []), ...pictures] });
  else if (note || said.symptom || (isTold && isMore)) {
    const told = note || (said.symptom ? "" : word("still-broken"));
    found.unshift({ unit: unit.id, result: "fail", ...said, note: told, of: pictures });
  } else if (!isTold && Object.keys(errors).length === before) errors[`${name}-note`] = word("no-problem");
  return found;
}

function unitFindings(unit, list, form, errors) {
  const name = nameOf(unit);
  const note = field(form.typed, `${name}-note`);
  const whole = { unit: unit.id, note };
  switch (field(form.typed, name)) {
    case "pass":
      if (list.some(([key, item]) => item.kind === "pass_fail" && field(form.typed, `${name}-${key}`) === "fail")) {
        errors[name] = word("contradiction");
      }
      return [{ ...whole, result: "pass" }, ...told(unit, list, form, errors)];
    case "fail":
      return problem(unit, list, form, errors, name, note);
    case "not_applicable":
      return [{ ...whole, result: "not_applicable" }];
    case "not_checked": {
      const reason = field(form.typed, `${name}-why`);
      if (!reason) errors[`${name}-why`] = word("no-why");
      return [{ ...whole, result: "not_checked", reason }];
    }
  }
  errors[name] = word("no-answer");
  return [];
}

// Each photo with the place of its finding; null: of the visit as a whole.
function placed(findings, photos) {
  const visit = of(photos, VISIT).map((each) => ({ ...each, at: null }));
  const others = findings.flatMap(({ of: names = [] }, at) =>
    names.flatMap((name) => of(photos, name)).map((each) => ({ ...each, at })));
  return [...visit, ...others];
}

export function read(room, items, scope, typed, photos) {
  const errors = {};
  const must = (unit) => scope === "service" || unit.statutory;
  const form = { typed, photos, must, broken: brokenUnits(room, typed), outside: {} };
  const found = unitsOf(room, scope).flatMap((unit) => {
    const list = (unit.lists[scope] || []).map((key) => [key, items[key]]);
    return unitFindings(unit, list, form, errors);
  });
  const isSeen = (unit) => ["pass", "fail"].includes(field(typed, nameOf(unit)));
  const parts = unitsOf(room, scope).flatMap((unit) => partsUsed(unit, typed, isSeen(unit), errors));
  const follow = again(room, typed, (each) => found.some((one) =>
    one.unit === each.unit && (one.item ?? null) === each.item && fails(one, items[one.item])), errors);
  const pictures = placed(found, photos);
  if (pictures.length > MOST_PHOTOS) errors[VISIT] = word("too-many", { most: MOST_PHOTOS });
  const findings = found.map(({ of: _, ...each }) => each);
  const wasAsked = room.failing.every((each) => each.finding);
  return { findings, parts, again: wasAsked ? follow : null, photos: pictures, errors, outside: form.outside };
}
