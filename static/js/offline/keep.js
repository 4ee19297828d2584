// The check at a tag, with signal: what is typed is kept on this phone until the server has it.
// Where sending fails, the page without signal takes over: it saves what is whole, or asks for more.
import { draft, draftName, keepDraft, keepPictures, keepRoom, removeDraft } from "./store.js";

const PATIENCE = 60_000;
const OLDEST = 12 * 60 * 60 * 1000;
const PATH = /^\/t\/([^/]+)\/check\/?$/i;
const OURS = ["csrf_token", "scan", "key"];

const code = PATH.exec(location.pathname)?.[1];
const asked = new URLSearchParams(location.search);
const scope = asked.get("scope") === "service" ? "service" : "room_check";
const forms = [...document.querySelectorAll("main form[data-once]")];
const form = forms.find((each) => each.enctype === "multipart/form-data");
const said = (name) => document.querySelector(`[data-keep="${name}"]`);
let [kept, name, ended] = [null, null, false];

async function begin() {
  const answer = await fetch(`/sync/tags/${code}.json`, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) return;
  const { token: _, ...given } = await answer.json();
  kept = { ...given, takenHere: Date.now() };
  await keepRoom(code, kept);
  keepPictures(kept).catch(() => null);
  name = draftName(kept, kept.rooms[0], scope);
  await restore();
}

const files = () => [...form.querySelectorAll("input[type=file]")];

function state() {
  const typed = Object.fromEntries([...new FormData(form)].filter(([field, value]) => typeof value === "string" && !OURS.includes(field)));
  const photos = files().flatMap((each) => [...each.files].map((file) => ({ name: each.name, blob: new Blob([file], { type: file.type }) })));
  return { key: form.elements.key.value, person: kept.person.id, typed, photos, at: Date.now(), atTag: true };
}

// A draft is no promise: where it can't be kept, the form is as it always was.
const keep = () => (name && !ended ? keepDraft(name, state()).catch(() => null) : null);

function fill(typed) {
  for (const field of form.elements) {
    const value = typed[field.name];
    if (value === undefined || field.type === "file" || field.type === "hidden") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
    else field.value = value;
  }
}

function put(photos) {
  const left = [...photos];
  for (const input of files().filter((each) => !each.files.length)) {
    const at = left.findIndex((each) => each.name === input.name);
    if (at < 0) continue;
    const [{ blob }] = left.splice(at, 1);
    const given = new DataTransfer();
    given.items.add(new File([blob], "photo", { type: blob.type }));
    input.files = given.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// A form that the server gave back bears its own answers; only photos do not come back with it.
async function restore() {
  const found = await draft(name);
  if (found?.person !== kept.person.id) return null;
  if (Date.now() - (found.at || 0) > OLDEST) return removeDraft(name);
  const isAnswered = document.querySelector(".summary[data-focus]") || form.querySelector("[type=radio]:checked");
  if (!isAnswered) {
    fill(found.typed);
    for (const each of forms) if (each.elements.key) each.elements.key.value = found.key;
    said("back").hidden = false;
  }
  return put(found.photos.filter((each) => each.name));
}

async function handOver(reason) {
  try {
    ended = true;
    await keepDraft(name, state());
    if (!navigator.serviceWorker?.controller || !(await draft(name))) throw new Error("no page without signal");
    sessionStorage.setItem("roomworthy-send", JSON.stringify({ name, reason }));
    location.assign(`/offline?code=${code}${scope === "service" ? "&scope=service" : ""}`);
  } catch {
    ended = false;
    said("lost").hidden = false;
    said("lost").scrollIntoView({ block: "center" });
  }
}

async function send(sender, submitter) {
  const answer = await fetch(sender.action, {
    method: "POST",
    body: new FormData(sender, submitter),
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.type !== "opaqueredirect") return false;
  ended = true;
  await removeDraft(name).catch(() => null);
  location.assign(`/t/${code}`);
  return true;
}

// What the server wants mended is sent once more in the usual way: the key makes it one check.
function listen(sender) {
  let [through, busy] = [false, false];
  sender.addEventListener("submit", async (event) => {
    if (through || !name) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    sender.setAttribute("aria-busy", "true");
    said("lost").hidden = true;
    try {
      await keep();
      if (await send(sender, event.submitter)) return;
      through = true;
    } catch {
      await handOver(event.submitter?.name === "reason" ? event.submitter.value : null);
    }
    busy = false;
    sender.removeAttribute("aria-busy");
    if (through) sender.requestSubmit(event.submitter);
  });
}

if (code && form && !asked.has("corrects") && "indexedDB" in window) {
  forms.forEach(listen);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  said("afresh").addEventListener("click", async () => {
    ended = true;
    await removeDraft(name);
    location.reload();
  });
  navigator.serviceWorker?.register("/sw.js", { scope: "/" }).catch(() => null);
  begin().catch(() => null);
}
