// What is wrong with a unit, in a word, and what that takes away: both may be left out.
import { el, word } from "./words.js";

const OTHER = "OTHER";
const EFFECTS = ["degraded", "unit_down", "room_down"];
const field = (typed, name) => (typed[name] || "").trim();

function picks(name, legend, kind, options, typed) {
  const one = ([value, words]) => el("label", { class: "pick", for: `${name}-${value}` },
    el("input", { type: "radio", id: `${name}-${value}`, name, value, checked: typed[name] === value }),
    el("span", {}, words));
  return el("fieldset", { class: "line", id: name, tabindex: "-1" },
    el("legend", {}, legend, " ", el("span", { class: "optional" }, word("optional"))),
    el("div", { class: `picks picks--${kind}` }, options.map(one)));
}

// A round that an older page took along knows of no words.
export function wordOf(name, unit, symptoms, typed) {
  const words = symptoms?.[unit.id ? unit.type : "room"] || [];
  return words.length ? picks(`${name}-symptom`, word("what-is-it"), "two", words, typed) : null;
}

export function effectOf(name, unit, typed) {
  const options = EFFECTS.filter((each) => unit.id || each !== "unit_down").map((each) => [each, word(each)]);
  return picks(`${name}-effect`, word("still-usable"), "rows", options, typed);
}

export function wrong(name, typed) {
  const [symptom, effect] = [field(typed, `${name}-symptom`), field(typed, `${name}-effect`)];
  return { ...(symptom && symptom !== OTHER ? { symptom } : {}), ...(effect ? { effect } : {}) };
}
