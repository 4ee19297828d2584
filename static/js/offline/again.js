// What failed last time, asked again: it is never passed over by "all fine here".
import { word } from "./words.js";

const field = (typed, name) => (typed[name] || "").trim();
const unitName = (each) => `unit-${each.unit ?? "room"}`;

export function brokenUnits(room, typed) {
  return new Set(room.failing.filter((each) => field(typed, `still-${each.finding}`) === "broken").map((each) => each.unit));
}

function contradiction(answer, unit, failsAgain) {
  if (answer === "broken" && ["pass", "not_applicable"].includes(unit)) return word("broken-and-fine");
  if (answer === "fixed" && unit === "not_checked") return word("fixed-and-unseen");
  return answer === "fixed" && failsAgain ? word("fixed-and-not") : "";
}

// Who did not check the unit has not looked at its lines either, and has said why.
function followed(each, name, answer, typed, errors) {
  if (answer === "fixed" || answer === "broken") return { finding: each.finding, still: answer };
  const isUnseen = !answer && field(typed, unitName(each)) === "not_checked";
  const reason = answer ? field(typed, `${name}-why`) : isUnseen && field(typed, `${unitName(each)}-why`);
  if (reason) return { finding: each.finding, still: "not_checked", reason };
  errors[name] = word(answer ? "no-unseen-why" : "say-fixed");
  return null;
}

export function again(room, typed, isSaid, errors) {
  const told = [];
  for (const each of room.failing.filter((one) => one.finding)) {
    const name = `still-${each.finding}`;
    const answer = field(typed, name);
    const failsAgain = isSaid(each);
    if (failsAgain && !answer) continue;
    const wrong = contradiction(answer, field(typed, unitName(each)), failsAgain && each.item !== null);
    const said = wrong ? null : followed(each, name, answer, typed, errors);
    if (wrong) errors[name] = wrong;
    if (said) told.push(said);
  }
  return told;
}
