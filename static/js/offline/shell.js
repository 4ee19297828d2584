// The page that works without signal: a room's check, the rooms taken along, or what waits.
import { read } from "./answers.js";
import { checkForm, showErrors, typedIn } from "./form.js";
import { showLeaving } from "./leave.js";
import { showQueue, showStatus } from "./queue.js";
import { send } from "./send.js";
import { draft, keepDraft, queue, round, save, tidy } from "./store.js";
import { el, moment, word } from "./words.js";

const place = document.querySelector("[data-offline]");
const heading = document.querySelector("h1");
const eyebrow = document.querySelector("[data-eyebrow]");

function show(title, ...content) {
  heading.textContent = title;
  document.title = `${title} · Roomworthy`;
  place.replaceChildren(...content.flat().filter(Boolean));
}

const paragraph = (text) => el("p", {}, text);
const link = (address, text, kind = "quiet") => el("a", { class: `button button--${kind}`, href: address }, text);

function notTaken() {
  show(word("not-here"), paragraph(word("not-here-why")), link("/offline", word("rooms-here"), "primary"));
}

function row(room, items) {
  const last = items.filter((each) => each.message.room === room.id).at(-1);
  const how = last ? word(`row-${last.state}`, { when: moment(last.message.done) }) : room.due;
  return el("li", { class: "offline-row" },
    el("a", { class: "offline-row__link", href: `/offline?room=${room.id}` },
      el("strong", {}, room.name), el("span", { class: "soft" }, room.place)),
    el("span", { class: last ? `offline-row__state offline-row__state--${last.state}` : "soft small" }, how));
}

async function showRooms() {
  const [kept, items] = [await round(), await queue()];
  if (!kept) return show(word("nothing-taken"), paragraph(word("nothing-taken-why")), link("/sync/round", word("take"), "primary"));
  show(word("rooms-here"),
    el("p", { class: "soft" }, word("taken-at", { when: moment(kept.takenHere), who: kept.person.name })),
    kept.rooms.length
      ? el("ul", { class: "offline-rows", role: "list" }, kept.rooms.map((room) => row(room, items)))
      : paragraph(word("no-room")));
}

function blank(kept) {
  return { key: crypto.randomUUID(), person: kept.person.id, typed: {}, photos: [] };
}

function photoField(state, keep) {
  const list = el("ul", { class: "stack stack--tight", role: "list" });
  const input = el("input", { class: "input", id: "photos", type: "file", accept: "image/*", multiple: true });
  const tell = () => list.replaceChildren(...state.photos.map((each, at) => el("li", { class: "spread" },
    el("span", {}, word("photo", { number: at + 1, size: Math.ceil(each.size / 1024) })),
    el("button", { class: "button button--quiet", type: "button", onclick: async () => {
      state.photos.splice(at, 1);
      tell();
      await keep();
    } }, word("remove-photo", { number: at + 1 })))));
  input.addEventListener("change", async () => {
    state.photos.push(...[...input.files].map((file) => new Blob([file], { type: file.type })));
    input.value = "";
    tell();
    await keep();
  });
  tell();
  return el("div", { class: "field" }, el("label", { class: "label", for: "photos" }, word("photos")), input, list);
}

function otherScope(room, scope) {
  if (!room.units.length) return null;
  const asked = new URLSearchParams(location.search);
  if (scope === "service") asked.delete("scope");
  else asked.set("scope", "service");
  const text = word(scope === "service" ? "only-check" : "full-service");
  return el("p", {}, el("a", { href: `${location.pathname}?${asked}` }, text));
}

async function showRoom(kept, room, atTag) {
  const scope = new URLSearchParams(location.search).get("scope") === "service" ? "service" : "room_check";
  const name = `${kept.person.id}-${room.id}-${scope}`;
  const found = await draft(name);
  const state = found?.person === kept.person.id ? found : blank(kept);
  const form = checkForm(room, kept.items, scope, state.typed);
  let ended = false;
  // A draft is no promise: where it can't be kept, saving will say so.
  const keep = () => (ended ? null : keepDraft(name, { ...state, typed: typedIn(form) }).catch(() => null));
  form.querySelector("#note").closest(".field").after(photoField(state, keep));
  form.addEventListener("input", keep);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = typedIn(form);
    const reason = event.submitter?.name === "reason" ? event.submitter.value : null;
    const answered = reason ? { findings: [], errors: {} } : read(room, kept.items, scope, typed);
    showErrors(form, answered.errors);
    if (ended || Object.keys(answered.errors).length) return;
    ended = true;
    const message = {
      key: state.key, person: kept.person.id, room: room.id, at_tag: atTag, scope, reason,
      note: (typed.note || "").trim(), findings: answered.findings, done: Date.now(), taken: kept.taken,
    };
    try {
      await save({ key: state.key, state: "waiting", name: room.name, place: room.place,
        who: kept.person.name, photos: state.photos, message }, name);
    } catch {
      ended = false;
      return showErrors(form, { note: word("not-kept") });
    }
    await showSaved(room);
  });
  show(word(scope === "service" ? "service-of" : "check-of", { room: room.name }),
    el("p", { class: "soft" }, word("recorded-for", { who: kept.person.name })), form, otherScope(room, scope));
  eyebrow.textContent = room.place;
}

async function showSaved(room) {
  show(word("saved"), el("p", { class: "lead" }, word("saved-what", { room: room.name })),
    el("div", { class: "cluster" }, link("/offline", word("next-room"), "primary"), link("/offline/queue", word("what-waits"))));
  window.scrollTo(0, 0);
  heading.tabIndex = -1;
  heading.focus();
  await showStatus();
  if (navigator.onLine) await send();
}

async function route() {
  const path = location.pathname;
  if (path === "/offline/queue") return showQueue(show);
  if (path === "/sign-out") return showLeaving(show);
  const kept = await round();
  const tag = /^\/t\/([^/]+)(\/check)?\/?$/i.exec(path);
  const asked = new URLSearchParams(location.search).get("room");
  if (!tag && !asked) return showRooms();
  const code = tag && decodeURIComponent(tag[1]).toUpperCase().replace(/[\s-]/g, "");
  const room = kept?.rooms.find((each) => (tag ? each.code === code : String(each.id) === asked));
  return room ? showRoom(kept, room, Boolean(tag)) : notTaken();
}

async function begin() {
  await tidy();
  await route();
  await showStatus();
}

document.addEventListener("offline:changed", async () => {
  await showStatus();
  if (location.pathname === "/offline/queue") await showQueue(show);
});
window.addEventListener("online", () => send());
window.addEventListener("offline", showStatus);
document.querySelector("[data-send]").addEventListener("click", () => send(true));

begin().then(() => send(), () => show(word("no-store"), paragraph(word("no-store-why"))));
