// What waits on this phone, in sight: since when, what stands in its way, and what can be done.
import { change, persistence, queue, remove, round, waiting } from "./store.js";
import { el, moment, word } from "./words.js";

const changed = () => document.dispatchEvent(new CustomEvent("offline:changed"));
const button = (text, onclick, kind = "quiet") =>
  el("button", { class: `button button--${kind}`, type: "button", onclick }, text);

function asText(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function plain({ typed: _, ...item }) {
  const photos = [];
  for (const each of item.photos) photos.push({ at: each.at ?? null, photo: await asText(each.blob ?? each) });
  return { ...item, photos };
}

// One check after the other becomes a piece of the file, which the browser may keep outside memory.
async function download(items) {
  const pieces = [];
  for (const item of items) pieces.push(new Blob([pieces.length ? ",\n" : "", JSON.stringify(await plain(item), null, 1)]));
  const file = new Blob(['{"roomworthy": 1, "checks": [\n', ...pieces, "\n]}\n"], { type: "application/json" });
  const address = URL.createObjectURL(file);
  const link = el("a", { href: address, download: "roomworthy-checks.json" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  for (const item of items) await change(item.key, { savedAt: Date.now() });
  changed();
}

function beside({ beside: both }) {
  if (!both) return null;
  const side = (title, lines) => el("div", { class: "offline-beside__side" },
    el("h3", {}, title), el("ul", {}, lines.map((each) => el("li", {}, each))));
  return el("div", { class: "offline-beside" },
    side(word("on-this-phone"), both.here), side(word("stored-before"), both.there),
    el("a", { href: `/checks/${both.stored}` }, word("see-check")));
}

function mend(item, kept) {
  const isHere = item.typed && kept?.person.id === item.message.person;
  if (!isHere) return null;
  const scope = item.message.scope === "service" ? "&scope=service" : "";
  const at = item.code ? `code=${item.code}` : `room=${item.message.room}`;
  return el("a", { class: "button button--quiet", href: `/offline?${at}${scope}&mend=${item.key}` },
    word(item.beside ? "send-as-another" : "mend"));
}

function removal(item) {
  return el("details", { class: "fold" },
    el("summary", {}, word("remove")),
    el("p", {}, item.savedAt ? word("remove-saved", { when: moment(item.savedAt) }) : word(item.beside ? "remove-stored" : "remove-lost")),
    el("div", {}, button(word("remove-sure"), async () => {
      await remove(item.key);
      changed();
    }, "danger")));
}

function choices(item, kept) {
  if (item.state !== "attention") return null;
  return [beside(item),
    el("div", { class: "cluster" }, mend(item, kept), button(word("export-one"), () => download([item]))),
    removal(item)];
}

function entry(item, kept) {
  const said = item.state === "attention" ? item.sentence : word(`state-${item.state}`, { who: item.who });
  return el("li", { class: `offline-item offline-item--${item.state}` },
    el("strong", {}, item.name), el("span", { class: "soft" }, item.place),
    el("span", { class: "small" }, word("since", { when: moment(item.message.done), who: item.who })),
    item.photos.length ? el("span", { class: "small" }, word("with-photos", { number: item.photos.length })) : null,
    el("span", { class: "offline-item__said" }, said),
    ...(choices(item, kept) || []),
    item.state === "sent" ? el("a", { href: `/checks/${item.stored}` }, word("see-check")) : null);
}

function part(title, items, kept) {
  if (!items.length) return null;
  return el("section", { class: "section" }, el("h2", {}, title),
    el("ul", { class: "offline-rows", role: "list" }, items.map((each) => entry(each, kept))));
}

async function promise() {
  const is = await persistence().catch(() => null);
  return el("p", { class: "small" }, word(is === null ? "keeps-unknown" : is ? "keeps" : "keeps-not"));
}

export async function showQueue(show) {
  const [items, kept] = [await queue(), await round()];
  const of = (state) => items.filter((each) => each.state === state);
  const left = waiting(items);
  show(word("what-waits"),
    left.length ? el("p", {}, word("only-here")) : el("p", {}, word("nothing-waits")),
    left.length ? await promise() : null,
    part(word("attention"), of("attention"), kept),
    part(word("waits"), of("waiting"), kept),
    left.length > 1 ? el("p", {}, button(word("export"), () => download(left))) : null,
    part(word("sent"), of("sent"), kept),
    el("p", {}, el("a", { href: "/offline" }, word("rooms-here"))));
}
