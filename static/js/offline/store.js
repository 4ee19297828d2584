// What this phone keeps: the round taken along, half-filled forms, and checks that wait.
// "Saved" is said only of what was written durably and read back.
const NAME = "roomworthy";
const VERSION = 1;
const KEPT = 2 * 24 * 60 * 60 * 1000;

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("round");
      asked.result.createObjectStore("drafts");
      asked.result.createObjectStore("queue", { keyPath: "key" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function read(store, ask) {
  const transaction = (await database()).transaction(store);
  return result(ask(transaction.objectStore(store)));
}

async function write(stores, change) {
  const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  try {
    change((name) => transaction.objectStore(name));
  } catch (error) {
    done.catch(() => null);
    throw error;
  }
  await done;
}

export async function keepRound(round) {
  await write(["round"], (store) => store("round").put(round, "now"));
  const kept = await read("round", (store) => store.get("now"));
  if (JSON.stringify(kept) !== JSON.stringify(round)) throw new Error("not read back");
}

export const round = () => read("round", (store) => store.get("now"));
export const draft = (name) => read("drafts", (store) => store.get(name));
export const keepDraft = (name, value) => write(["drafts"], (store) => store("drafts").put(value, name));
export const queued = (key) => read("queue", (store) => store.get(key));

// A check begins to wait at the moment at which its form ends: in one transaction.
export async function save(item, draftName) {
  await write(["queue", "drafts"], (store) => {
    store("queue").put(item);
    store("drafts").delete(draftName);
  });
  const kept = await queued(item.key);
  const same = JSON.stringify(kept?.message) === JSON.stringify(item.message);
  if (!same || kept.photos.some((each, at) => each.size !== item.photos[at].size)) {
    throw new Error("not read back");
  }
}

export async function queue() {
  const all = await read("queue", (store) => store.getAll());
  return all.sort((one, other) => one.message.done - other.message.done);
}

export const change = (item) => write(["queue"], (store) => store("queue").put(item));
export const waiting = (items) => items.filter((each) => each.state !== "sent");

// What the server has confirmed stays to be seen for two days.
export async function tidy() {
  const old = (await queue()).filter((each) => each.state === "sent" && Date.now() - each.sentAt > KEPT);
  if (old.length) await write(["queue"], (store) => old.forEach((each) => store("queue").delete(each.key)));
}

// Asks the browser to keep all this even when it runs out of space; true, false or null: unknown.
export async function persistence() {
  if (!navigator.storage?.persist) return null;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}
