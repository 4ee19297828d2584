// The check of a room, with the same fields as the form with signal.
import { partsFields } from "./parts.js";
import { photoInput, VISIT } from "./photos.js";
import { nameOf, unitsOf } from "./units.js";
import { el, icon, kept, line, word } from "./words.js";
import { effectOf, wordOf } from "./wrong.js";

const TONES = { pass: "ok", fail: "bad", not_applicable: "na", not_checked: "unknown" };

const shape = (value) => document.importNode(kept.querySelector(`[data-shape="${value}"]`).firstElementChild, true);
const reasons = () => [...kept.querySelectorAll("[data-reason]")].map((each) => [each.dataset.reason, each.textContent]);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function radio(name, value, checked) {
  return el("input", { type: "radio", id: `${name}-${value}`, name, value, checked });
}

function choice(name, value, typed) {
  return el("label", { class: `choice tone--${TONES[value]}`, for: `${name}-${value}` },
    radio(name, value, typed[name] === value), shape(value),
    el("span", { class: "choice__words" }, word(`unit-${value}`)));
}

function pick(name, value, words, typed) {
  return el("label", { class: "pick", for: `${name}-${value}` },
    radio(name, value, typed[name] === value), el("span", {}, words));
}

function why(name, label, first, typed, na) {
  const options = reasons().map(([value, words]) => [value, word("not-checked-why", { why: words })]);
  if (na) options.unshift(["not_applicable", word("does-not-apply")]);
  return [
    el("label", { class: "visually-hidden", for: name }, label),
    el("select", { class: "input", id: name, name },
      el("option", { value: "" }, first),
      options.map(([value, words]) => el("option", { value, selected: typed[name] === value }, words))),
  ];
}

function how({ picture, text }) {
  if (!picture) return null;
  const { address, width, height } = picture;
  return el("details", { class: "fold how" }, el("summary", {}, word("how")),
    el("img", { class: "how__picture", src: address, width, height, alt: word("picture-of", { what: text }), loading: "lazy" }));
}

function verdict(name, item, typed) {
  return el("fieldset", { class: "line", id: name, tabindex: "-1" },
    el("legend", {}, item.text),
    item.hint ? el("p", { class: "hint small" }, item.hint) : null,
    how(item),
    el("div", { class: "picks" },
      ["pass", "fail", "not_applicable", "not_checked"].map((value) => pick(name, value, word(`line-${value}`), typed))),
    el("div", { class: "line__why" }, why(`${name}-why`, word("why-not"), word("why-not"), typed)));
}

function options(name, item, typed) {
  return el("select", { class: "input", id: name, name },
    el("option", { value: "" }, word("choose")),
    item.options.map(([text]) => el("option", { value: text, selected: typed[name] === text }, text)));
}

function written(name, typed, given) {
  const input = el("textarea", { ...given, rows: "2", maxlength: "1000" });
  input.value = typed[name] || "";
  return input;
}

function answer(name, item, state, keep) {
  const { typed } = state;
  const hint = item.hint ? { "aria-describedby": `${name}-hint` } : {};
  const given = { class: "input", id: name, name, ...hint };
  const value = { autocomplete: "off", value: typed[name] || "" };
  switch (item.kind) {
    case "photo": return photoInput(state, name, keep, 1, { capture: "environment", ...hint });
    case "date": return [el("input", { ...given, ...value, type: "date" })];
    case "choice": return [options(name, item, typed)];
    case "text": return [written(name, typed, given)];
  }
  return [el("span", { class: "reading__number" },
    el("input", { ...given, ...value, type: "text", inputmode: "decimal" }),
    item.unit ? el("span", { class: "reading__unit" }, item.unit) : null)];
}

function reading(name, item, state, keep, must) {
  const isRead = item.kind === "number" || item.kind === "date";
  const optional = (must || item.always) && !item.optional ? null : el("span", { class: "optional" }, word("optional"));
  const label = word(isRead ? "why-no-reading" : "why-no-answer", { what: item.text });
  const content = [...answer(name, item, state, keep), ...why(`${name}-why`, label, word("or-why-not"), state.typed, true)];
  return el("div", { class: "field reading", "data-error-of": name },
    el("label", { class: "label", for: name }, item.text, " ", optional),
    item.hint ? el("p", { class: "hint small", id: `${name}-hint` }, item.hint) : null,
    how(item),
    state.typed[`${name}-sure`] ? sure(name, state.typed[`${name}-sure`]) : null,
    isRead ? el("div", { class: "reading__row" }, content) : content);
}

const sure = (name, text) => el("input", { type: "hidden", name: `${name}-sure`, value: text });

// What was shown to be outside its limits is taken when it is saved once more as it is.
function lookedAt(form, name, text) {
  form.elements[`${name}-sure`]?.remove();
  form.querySelector(`[data-error-of="${name}"]`).append(sure(name, text));
}

function note(name, typed) {
  return el("div", { class: "field", "data-error-of": name },
    el("label", { class: "label", for: name }, word("what-is-wrong"), " ",
      el("span", { class: "optional" }, word("team-only"))),
    el("input", { class: "input", type: "text", id: name, name, maxlength: "1000", autocomplete: "off", value: typed[name] || "" }));
}

function photosOf(name, state, keep) {
  return el("div", { class: "field", "data-error-of": name },
    el("label", { class: "label", for: name }, word("photos-of-it"), " ", el("span", { class: "optional" }, word("up-to-3"))),
    photoInput(state, name, keep));
}

function unseen(name, typed) {
  return el("div", { class: "if-not-checked" },
    el("fieldset", { class: "line", id: `${name}-why`, tabindex: "-1" },
      el("legend", {}, word("why-not-checked")),
      el("div", { class: "picks picks--two" },
        reasons().map(([value, words]) => pick(`${name}-why`, value, capital(words), typed)))));
}

function card(unit, { items, symptoms }, scope, state, keep) {
  const name = nameOf(unit);
  const { typed } = state;
  const must = scope === "service" || unit.statutory;
  const list = (unit.lists[scope] || []).map((key) => [`${name}-${key}`, items[key]]);
  const lines = list.filter(([, item]) => item.kind === "pass_fail");
  const taken = list.filter(([, item]) => item.kind !== "pass_fail");
  const answers = ["pass", "fail", ...(unit.id ? ["not_applicable"] : []), "not_checked"];
  return el("div", { class: "unit-check" },
    el("fieldset", { class: "choices choices--verdict", id: name, tabindex: "-1" },
      el("legend", { class: "label" },
        el("span", { class: "unit-check__head" },
          el("span", { class: "unit__icon" }, icon(unit.icon)),
          el("span", { class: "unit-check__name" }, unit.name || word("room-itself")))),
      el("p", { class: "hint" }, unit.detail ?? (list.length ? "" : word("no-equipment"))),
      el("div", { class: "choices__cards" }, answers.map((value) => choice(name, value, typed))),
      el("div", { class: "choices__more" },
        el("div", { class: "if-problem" },
          wordOf(name, unit, symptoms, typed), effectOf(name, unit, typed),
          lines.map(([of, item]) => verdict(of, item, typed)), note(`${name}-note`, typed),
          photosOf(`${name}-photo`, state, keep)),
        el("div", { class: "if-seen" }, taken.map(([of, item]) => reading(of, item, state, keep, must)), partsFields(unit, typed)),
        unseen(name, typed))));
}

function still(each, typed) {
  const name = `still-${each.finding}`;
  const answers = { fixed: "fixed", broken: "broken", not_checked: "not-looked-at" };
  return el("fieldset", { class: "line", id: name, tabindex: "-1" },
    el("legend", {}, `${each.name}: ${each.words}`),
    each.note ? el("p", { class: "hint small" }, each.note) : null,
    el("div", { class: "picks picks--three" },
      Object.entries(answers).map(([value, words]) => pick(name, value, word(words), typed))),
    el("div", { class: "line__why" }, why(`${name}-why`, word("why-not"), word("why-not"), typed)));
}

function failing(room, typed) {
  const asked = room.failing.filter((each) => each.finding);
  if (!asked.length) return null;
  return el("section", { class: "section" },
    el("h2", {}, word("failing")),
    el("div", { class: "card still" }, asked.map((each) => still(each, typed))));
}

const field = (name, label, ...input) =>
  el("div", { class: "field", "data-error-of": name }, el("label", { class: "label", for: name }, label), input);

export function typedIn(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

export function checkForm(room, along, scope, state, keep) {
  const told = el("textarea", { class: "input", id: "note", name: "note", rows: "3", maxlength: "2000" });
  told.value = state.typed.note || "";
  return el("form", { class: "form", novalidate: true },
    el("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true, "data-errors": true }),
    el("details", { class: "fold" },
      el("summary", {}, word("could-not")),
      el("p", { class: "hint" }, word("one-tap")),
      el("div", { class: "cluster" }, reasons().map(([value, words]) =>
        el("button", { class: "button button--quiet", type: "submit", name: "reason", value }, capital(words))))),
    failing(room, state.typed),
    el("div", { class: "stack" }, unitsOf(room, scope).map((unit) => card(unit, along, scope, state, keep))),
    field("note", word("anything-else"), told),
    field(VISIT, word("photos"), photoInput(state, VISIT, keep, 12)),
    el("div", { class: "dock" },
      el("button", { class: "button button--primary", type: "submit" }, line("check", word("save")))));
}

// The summary on top leads to each field; beside the field stands what is missing.
export function showErrors(form, errors, outside = {}) {
  for (const each of form.querySelectorAll(".error")) each.remove();
  for (const each of form.querySelectorAll(".has-error")) each.classList.remove("has-error");
  const summary = form.querySelector("[data-errors]");
  summary.hidden = !Object.keys(errors).length;
  summary.replaceChildren(el("h2", { class: "summary__title" }, word("not-saved")), el("ul", {},
    Object.entries(errors).map(([name, text]) => el("li", {}, el("a", { href: `#${name}` }, text)))));
  for (const [name, text] of Object.entries(errors)) {
    const beside = form.querySelector(`[data-error-of="${name}"]`) || form.querySelector(`fieldset[id="${name}"]`);
    const said = el("p", { class: "error", id: `${name}-error` }, line("warning", text));
    beside?.classList.add("has-error");
    (beside?.querySelector("legend, .label") || beside)?.after(said);
  }
  for (const [name, text] of Object.entries(outside)) lookedAt(form, name, text);
  if (!summary.hidden) summary.focus();
}
