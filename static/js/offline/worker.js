// Answers for the server where it can't be reached. It keeps only files that are everybody's;
// what is somebody's own lies in the phone's database, and goes at sign-out, except what waits.
const CACHE = `roomworthy-${SHELL.version}`;
const PICTURES = "taken-along";
const PATIENCE = 8_000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([SHELL.page, ...SHELL.files].map((each) => new Request(each, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((each) => each.startsWith("roomworthy-") && each !== CACHE);
    await Promise.all(old.map((each) => caches.delete(each)));
    await self.clients.claim();
  })());
});

const shell = async () => (await caches.open(CACHE)).match(SHELL.page);

function patiently(answer) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  return Promise.race([answer, late]);
}

async function file(request, key) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key);
  if (kept && key.includes("?v=")) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// A picture of how a thing is done: it came along with the round.
async function picture(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(PICTURES)).match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function page(request) {
  try {
    return await patiently(fetch(request));
  } catch {
    return shell();
  }
}

// The phone's own database, opened only where it is: opening would make an empty one.
function database() {
  return new Promise((resolve) => {
    const asked = indexedDB.open("roomworthy");
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve(null);
    asked.onsuccess = () => resolve(asked.result);
  });
}

async function forgetRound() {
  await caches.delete(PICTURES);
  const kept = await database();
  if (!kept) return;
  const change = kept.transaction(["round"], "readwrite");
  change.objectStore("round").clear();
  await new Promise((resolve) => { change.oncomplete = change.onabort = resolve; });
  kept.close();
}

async function waiting() {
  const kept = await database();
  if (!kept) return 0;
  const asked = kept.transaction("queue").objectStore("queue").getAll();
  await new Promise((resolve) => { asked.onsuccess = asked.onerror = resolve; });
  kept.close();
  return (asked.result || []).filter((each) => each.state !== "sent").length;
}

async function signOut(request, isSure) {
  if (!isSure && (await waiting())) return shell();
  const answer = await fetch(request);
  if (answer.ok || answer.type === "opaqueredirect") await forgetRound();
  return answer;
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  const key = address.pathname + address.search;
  if (request.mode === "navigate" && address.pathname === "/sign-out" && request.method === "POST") {
    event.respondWith(signOut(request, address.searchParams.has("kept")));
  } else if (request.method !== "GET") {
    return;
  } else if (SHELL.files.includes(key)) {
    event.respondWith(file(request, key));
  } else if (request.destination === "image" && address.pathname.startsWith("/photos/")) {
    event.respondWith(picture(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  }
});
