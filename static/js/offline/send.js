// Sends what waits: a few checks at a time, in one tab at a time, until the server has them.
import { change, queue, queued, waiting } from "./store.js";

const PATIENCE = 60_000;
const LANES = 3;

export async function session() {
  const answer = await fetch("/sync/session", {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  return answer.ok ? answer.json() : null;
}

function packed(item) {
  const body = new FormData();
  body.set("check", JSON.stringify({ ...item.message, sent: Date.now() }));
  item.photos.forEach((each, number) => {
    const at = each.at ?? null;
    body.append(at === null ? "photos" : `photos-${at}`, each.blob ?? each, `photo-${number + 1}`);
  });
  return body;
}

async function told(answer) {
  const isJson = (answer.headers.get("Content-Type") || "").includes("application/json");
  return isJson ? answer.json() : {};
}

// "sent": the server has it. "refused": it never will, as it is. "later": nobody knows yet.
async function sendOne(item, token) {
  const answer = await fetch("/sync/checks", {
    method: "POST",
    body: packed(item),
    headers: { "X-CSRFToken": token },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.ok) {
    const { stored } = await told(answer);
    if (!stored) return "later";
    await change(item.key, { photos: [], typed: null, state: "sent", sentAt: Date.now(), stored });
    return "sent";
  }
  if (answer.status === 401) return "signed-out";
  const { sentence, beside } = answer.status < 500 && answer.status !== 429 ? await told(answer) : {};
  if (!sentence) return "later";
  await change(item.key, { state: "attention", sentence, beside: beside ?? null });
  return "refused";
}

// The checks of one room go one after the other, as each may answer what the one before found.
function byRoom(items) {
  const rooms = new Map();
  for (const { key, message } of items) rooms.set(message.room, [...(rooms.get(message.room) || []), key]);
  return [...rooms.values()];
}

// How far it is, said once a second: counting what is left costs more than sending one.
function tell(came) {
  if (Date.now() - (came.told || 0) < 1000) return;
  came.told = Date.now();
  document.dispatchEvent(new CustomEvent("offline:sent"));
}

// Each check is read when its turn comes: two hundred with their photos are never held at once.
async function sendLane(rooms, token, came) {
  for (let keys = rooms.shift(); keys && !came.stop; keys = rooms.shift()) {
    for (const key of keys) {
      const item = await queued(key);
      const how = item && item.state !== "sent" ? await sendOne(item, token) : "sent";
      if (how === "later" || how === "signed-out") came.stop = how;
      if (came.stop) return;
      tell(came);
    }
  }
}

async function sendAll(retry) {
  const left = waiting(await queue());
  if (!left.length) return "nothing";
  const who = await session();
  if (!who) return "signed-out";
  const mine = left.filter(({ message, state }) => message.person === who.person.id && (retry || state === "waiting"));
  const [rooms, came] = [byRoom(mine), { stop: null }];
  const lanes = Array.from({ length: LANES }, () => sendLane(rooms, who.token, came).catch(() => { came.stop ??= "no-signal"; }));
  await Promise.all(lanes);
  return came.stop || "sent";
}

// Two tabs never send at once; where the browser has no locks, the key makes a repeat harmless.
export async function send(retry = false) {
  const attempt = async () => {
    try {
      return await sendAll(retry);
    } catch {
      return "no-signal";
    } finally {
      document.dispatchEvent(new CustomEvent("offline:changed"));
    }
  };
  if (!navigator.locks) return attempt();
  return navigator.locks.request("roomworthy-send", attempt);
}
