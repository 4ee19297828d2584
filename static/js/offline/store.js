// What this phone keeps: the round taken along, half-filled forms, and checks that wait.
// "Saved" is said only of what was written durably and read back.
const NAME = "roomworthy";
const VERSION = 1;
const KEPT = 2 * 24 * 60 * 60 * 1000;

let opened = null;

// Newer pages only add to what is kept, so a page that is older works on with it.
function open(version) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, version);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("round");
      asked.result.createObjectStore("drafts");
      asked.result.createObjectStore("queue", { keyPath: "key" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = null;
      };
      asked.result.onclose = () => { opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
}

function database() {
  opened ??= open(VERSION).catch((error) => {
    if (error.name === "VersionError") return open();
    throw error;
  });
  opened.catch(() => { opened = null; });
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

const sameText = (one, other) => JSON.stringify(one) === JSON.stringify(other);

async function keepAs(name, given) {
  await write(["round"], (store) => store("round").put(given, name));
  if (!sameText(await read("round", (store) => store.get(name)), given)) throw new Error("not read back");
}

const plainCode = (text) => decodeURIComponent(text).toUpperCase().replace(/[\s-]/g, "");

// Pictures of how a thing is done lie beside the round, where the worker finds them without signal.
// A round without one of them is a round all the same.
const PICTURES = "taken-along";
export const forgetPictures = () => caches.delete(PICTURES);
export async function keepPictures({ items }) {
  const cache = await caches.open(PICTURES);
  const addresses = new Set(Object.values(items).map((each) => each.picture?.address).filter(Boolean));
  await Promise.allSettled([...addresses].map((each) => cache.add(each)));
}

export const keepRound = (given) => keepAs("now", given);
export const keepRoom = (code, given) => keepAs(`at-${plainCode(code)}`, given);
export const round = () => read("round", (store) => store.get("now"));
export const draft = (name) => read("drafts", (store) => store.get(name));
export const draftName = (kept, room, scope) => `${kept.person.id}-${room.id}-${scope}`;
export const keepDraft = (name, value) => write(["drafts"], (store) => store("drafts").put(value, name));
export const removeDraft = (name) => write(["drafts"], (store) => store("drafts").delete(name));
export const queued = (key) => read("queue", (store) => store.get(key));

// The room behind a tag: as its own page was opened last, or as it came along with the round.
export async function roomAt(text) {
  const code = plainCode(text);
  const [whole, opened] = [await round(), await read("round", (store) => store.get(`at-${code}`))];
  const room = whole?.rooms.find((each) => each.code === code);
  const isNewer = opened && (!whole || opened.person.id !== whole.person.id || opened.taken >= whole.taken);
  return room && !isNewer ? { ...whole, rooms: [room] } : opened;
}

const sameMessage = (one, other) => sameText({ ...one.message, done: 0 }, { ...other.message, done: 0 });
const body = ({ message, photos }) => ({ ...message, done: 0, sizes: photos.map((each) => (each.blob ?? each).size) });

// A check begins to wait at the moment at which its form ends: in one transaction. Two pages may
// have begun with one draft: then the second is a check of its own, and never takes the first's place.
export async function save(item, draftName, mended = null) {
  let known = false;
  await write(["queue", "drafts"], (store) => {
    const [queue, drafts] = [store("queue"), store("drafts")];
    const asked = queue.get(item.key);
    asked.onsuccess = () => {
      const other = asked.result;
      known = Boolean(other) && (other.state === "sent" ? sameMessage(other, item) : sameText(body(other), body(item)));
      if (other && !known) item.key = item.message.key = crypto.randomUUID();
      try {
        if (!known) queue.put(item);
        drafts.delete(draftName);
        if (mended) queue.delete(mended);
      } catch {
        known = false;
      }
    };
  });
  const kept = await queued(item.key);
  if (!kept || (!known && !sameText(body(kept), body(item)))) throw new Error("not read back");
}

export const remove = (key) => write(["queue"], (store) => store("queue").delete(key));

export async function queue() {
  const all = await read("queue", (store) => store.getAll());
  return all.sort((one, other) => one.message.done - other.message.done);
}

// Only what is there is changed: what was taken away meanwhile stays away.
export const change = (key, given) => write(["queue"], (store) => {
  const asked = store("queue").get(key);
  asked.onsuccess = () => asked.result && store("queue").put({ ...asked.result, ...given });
});
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
