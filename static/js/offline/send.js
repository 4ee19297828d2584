// Sends what waits: one check after the other, in one tab at a time, until the server has it.
import { change, queue, waiting } from "./store.js";

const PATIENCE = 60_000;

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
  item.photos.forEach((photo, at) => body.append("photos", photo, `photo-${at + 1}`));
  return body;
}

async function sentence(answer) {
  const isJson = (answer.headers.get("Content-Type") || "").includes("application/json");
  return isJson ? (await answer.json()).sentence : null;
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
    const stored = await answer.json();
    if (!stored.stored) return "later";
    await change({ ...item, photos: [], state: "sent", sentAt: Date.now(), stored: stored.stored });
    return "sent";
  }
  if (answer.status === 401) return "signed-out";
  const why = answer.status < 500 && answer.status !== 429 ? await sentence(answer) : null;
  if (!why) return "later";
  await change({ ...item, state: "attention", sentence: why });
  return "refused";
}

async function sendAll(retry) {
  const mine = (items, who) =>
    waiting(items).filter((each) => each.message.person === who && (retry || each.state === "waiting"));
  if (!waiting(await queue()).length) return "nothing";
  const who = await session();
  if (!who) return "signed-out";
  for (const item of mine(await queue(), who.person.id)) {
    const came = await sendOne(item, who.token);
    if (came === "later" || came === "signed-out") return came;
  }
  return "sent";
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
