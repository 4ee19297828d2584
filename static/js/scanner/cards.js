// The tags that were scanned, the newest first. They are remembered until the tab is closed: who
// comes back from a check finds them here, each with its own scan and no new one.
const MOST = 30;
const A_SHIFT = 12 * 60 * 60 * 1000;

const part = document.querySelector("[data-scanner]");
const list = part.querySelector("[data-list]");
const count = part.querySelector("[data-count]");
const words = part.querySelector("[data-scanner-words]").content;
const KEPT = `scanned-${part.dataset.person}`;

export const word = (name, values = {}) => words.querySelector(`[data-word="${name}"]`).textContent
  .replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

function keep() {
  const items = [...list.children].map(({ firstElementChild: { dataset } }) => dataset)
    .filter((each) => each.code).slice(0, MOST)
    .map(({ code, scan, at }) => ({ code, scan, at: Number(at) }));
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(items));
  } catch {
    // Without storage the list lives as long as the page.
  }
}

function kept() {
  try {
    const items = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return items.filter((each) => Date.now() - each.at < A_SHIFT);
  } catch {
    return [];
  }
}

// Put a card on top, in the place of an older one of the same tag; returns what is said of it.
function show(card, key, at) {
  for (const old of list.children) if (old.dataset.key === key) { old.remove(); break; }
  const item = document.createElement("li");
  item.dataset.key = key;
  card.dataset.at = at;
  item.append(card);
  list.prepend(item);
  list.hidden = false;
  count.hidden = false;
  count.textContent = list.children.length === 1 ? word("one") : word("some", { number: list.children.length });
  keep();
  return card.dataset.say;
}

async function ask(query) {
  const address = `${part.dataset.ask}?${new URLSearchParams(query)}`;
  const answer = await fetch(address, { redirect: "manual" });
  if (!answer.ok) throw new Error(answer.type === "opaqueredirect" || answer.status === 401 ? "ended" : "offline");
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
}

const reason = (error) => (error.message === "ended" ? "ended" : "offline");

// What the server says of a tag; the sentence of what went wrong where it said nothing.
export async function showTag(query, { at = Date.now() } = {}) {
  try {
    const card = await ask(query);
    return { said: show(card, card.dataset.code || query.text || query.code, at) };
  } catch (error) {
    return { trouble: word(reason(error)) };
  }
}

// A code of somebody else: its words are shown, and go nowhere.
export function showForeign({ text, host }) {
  const card = part.querySelector("[data-foreign]").content.cloneNode(true).firstElementChild;
  card.querySelector(host ? "[data-if-text]" : "[data-if-address]").remove();
  card.querySelector("[data-what]").textContent = host || text.slice(0, 200);
  return show(card, text, Date.now());
}

const isHere = (key) => [...list.children].some((each) => each.dataset.key === key);

export async function bringBack() {
  for (const { code, scan, at } of kept().reverse()) {
    if (!isHere(code)) await showTag({ code, scan: scan || "" }, { at });
  }
}
