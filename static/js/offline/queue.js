// What waits on this phone, in sight: since when, and what stands in its way.
import { queue, waiting } from "./store.js";
import { el, moment, word } from "./words.js";

const bar = document.querySelector("[data-status]");

// "Sent" and "saved" are two things: what is only on this phone says so on every page.
export async function showStatus() {
  const left = waiting(await queue());
  const stuck = left.filter((each) => each.state === "attention").length;
  const words = [navigator.onLine ? word("has-signal") : word("has-no-signal")];
  words.push(left.length ? word(left.length === 1 ? "one-waits" : "some-wait", { number: left.length }) : word("none-waits"));
  if (stuck) words.push(word("stuck", { number: stuck }));
  bar.querySelector("[data-status-words]").textContent = words.join(" ");
  bar.querySelector("[data-send]").hidden = !left.length;
}

async function plain(item) {
  const photos = await Promise.all(item.photos.map((each) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(each);
  })));
  return { ...item, photos };
}

async function download(items) {
  const text = JSON.stringify({ roomworthy: 1, checks: await Promise.all(items.map(plain)) }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = el("a", { href: address, download: "roomworthy-checks.json" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function entry(item) {
  const said = item.state === "attention" ? item.sentence : word(`state-${item.state}`, { who: item.who });
  return el("li", { class: `offline-item offline-item--${item.state}` },
    el("strong", {}, item.name), el("span", { class: "soft" }, item.place),
    el("span", { class: "small" }, word("since", { when: moment(item.message.done), who: item.who })),
    item.photos.length ? el("span", { class: "small" }, word("with-photos", { number: item.photos.length })) : null,
    el("span", { class: "offline-item__said" }, said),
    item.state === "sent" ? el("a", { href: `/checks/${item.stored}` }, word("see-check")) : null);
}

function part(title, items) {
  if (!items.length) return null;
  return el("section", { class: "section" }, el("h2", {}, title),
    el("ul", { class: "offline-rows", role: "list" }, items.map(entry)));
}

export async function showQueue(show) {
  const items = await queue();
  const of = (state) => items.filter((each) => each.state === state);
  const left = waiting(items);
  show(word("what-waits"),
    left.length ? el("p", {}, word("only-here")) : el("p", {}, word("nothing-waits")),
    part(word("attention"), of("attention")),
    part(word("waits"), of("waiting")),
    left.length ? el("p", {}, el("button", { class: "button button--quiet", type: "button", onclick: () => download(left) }, word("export"))) : null,
    part(word("sent"), of("sent")),
    el("p", {}, el("a", { href: "/offline" }, word("rooms-here"))));
}
