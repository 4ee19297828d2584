// The page that works without signal: a room's check, the rooms taken along, or what waits.
import { showLeaving } from "./leave.js";
import { showQueue } from "./queue.js";
import { showRoom } from "./room.js";
import { send } from "./send.js";
import { showStatus } from "./status.js";
import { queue, roomAt, round, tidy } from "./store.js";
import { el, moment, word } from "./words.js";

const place = document.querySelector("[data-offline]");
const heading = document.querySelector("h1");
const eyebrow = document.querySelector("[data-eyebrow]");

function show(title, ...content) {
  heading.textContent = title;
  document.title = `${title} · Roomworthy`;
  place.replaceChildren(...content.flat().filter(Boolean));
}

const page = { show, heading, eyebrow };
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

async function route() {
  const path = location.pathname;
  if (path === "/offline/queue") return showQueue(show);
  if (path === "/sign-out") return showLeaving(show);
  const tag = /^\/t\/([^/]+)(\/check)?\/?$/i.exec(path);
  const given = new URLSearchParams(location.search);
  const [asked, code] = [given.get("room"), tag ? tag[1] : given.get("code")];
  if (!code && !asked) return showRooms();
  const kept = code ? await roomAt(code) : await round();
  const room = code ? kept?.rooms[0] : kept?.rooms.find((each) => String(each.id) === asked);
  return room ? showRoom(page, kept, room, Boolean(tag)) : notTaken();
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
document.addEventListener("offline:sent", showStatus);
window.addEventListener("online", () => send());
window.addEventListener("offline", showStatus);
document.querySelector("[data-send]").addEventListener("click", () => send(true));

begin().then(() => send(), () => show(word("no-store"), paragraph(word("no-store-why"))));
