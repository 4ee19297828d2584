// The check of one room without signal: filled in, kept while it is typed, saved on this phone.
import { read } from "./answers.js";
import { checkForm, showErrors, typedIn } from "./form.js";
import { named } from "./photos.js";
import { send } from "./send.js";
import { showStatus } from "./status.js";
import { draft, draftName, keepDraft, queued, save } from "./store.js";
import { hasService } from "./units.js";
import { el, word } from "./words.js";

const link = (address, text, kind = "quiet") => el("a", { class: `button button--${kind}`, href: address }, text);

const blank = (kept) => ({ key: crypto.randomUUID(), person: kept.person.id, typed: {}, photos: [] });

function otherScope(room, scope) {
  if (!hasService(room)) return null;
  const asked = new URLSearchParams(location.search);
  if (scope === "service") asked.delete("scope");
  else asked.set("scope", "service");
  const text = word(scope === "service" ? "only-check" : "full-service");
  return el("p", {}, el("a", { href: `${location.pathname}?${asked}` }, text));
}

// What was typed: as a draft kept it, or as the check had it that needs attention and is mended.
async function begun(kept, name, mended) {
  const found = await draft(name);
  const old = mended && !found && (await queued(mended));
  const { typed, photos, message } = old || {};
  const state = found?.person === kept.person.id ? found
    : typed ? { ...blank(kept), typed, photos, done: message.done, atTag: message.at_tag } : blank(kept);
  return { ...state, photos: named(state.photos) };
}

export function waitingCheck(kept, room, given, answered) {
  const { key, typed, scope, reason } = given;
  const message = {
    key, person: kept.person.id, room: room.id, at_tag: given.atTag, scope, reason,
    note: (typed.note || "").trim(), findings: answered.findings, again: answered.again,
    parts: answered.parts,
    done: given.done ?? Date.now(), taken: kept.taken,
  };
  return { key, state: "waiting", name: room.name, code: room.code, place: room.place, who: kept.person.name,
    photos: answered.photos, typed, message };
}

const NOTHING = { findings: [], parts: [], again: [], photos: [], errors: {} };

export async function showRoom(page, kept, room, atTag) {
  const asked = new URLSearchParams(location.search);
  const scope = asked.get("scope") === "service" ? "service" : "room_check";
  const mended = asked.get("mend");
  const name = mended ? `mend-${mended}` : draftName(kept, room, scope);
  const state = await begun(kept, name, mended);
  let ended = false;
  // A draft is no promise: where it can't be kept, saving will say so.
  const keep = () => (ended ? null : keepDraft(name, { ...state, typed: typedIn(form) }).catch(() => null));
  const form = checkForm(room, kept, scope, state, keep);
  form.addEventListener("input", keep);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = typedIn(form);
    const reason = event.submitter?.name === "reason" ? event.submitter.value : null;
    const answered = reason ? NOTHING : read(room, kept.items, scope, typed, state.photos);
    showErrors(form, answered.errors, answered.outside);
    if (ended || Object.keys(answered.errors).length) return;
    ended = true;
    try {
      await save(waitingCheck(kept, room, { atTag, ...state, typed, scope, reason }, answered), name, mended);
    } catch {
      ended = false;
      return showErrors(form, { note: word("not-kept") });
    }
    await showSaved(page, room);
  });
  page.show(word(scope === "service" ? "service-of" : "check-of", { room: room.name }),
    el("p", { class: "soft" }, word("recorded-for", { who: kept.person.name })), form, mended ? null : otherScope(room, scope));
  page.eyebrow.textContent = room.place;
  takeOver(form, name);
}

// The form with signal could not be sent, and this one goes on where it was: once, in this tab.
function takeOver(form, name) {
  const asked = JSON.parse(sessionStorage.getItem("roomworthy-send") || "null");
  sessionStorage.removeItem("roomworthy-send");
  if (asked?.name !== name) return;
  form.requestSubmit(asked.reason ? form.querySelector(`[name="reason"][value="${CSS.escape(asked.reason)}"]`) : null);
}

async function showSaved(page, room) {
  page.show(word("saved"), el("p", { class: "lead" }, word("saved-what", { room: room.name })),
    el("div", { class: "cluster" }, link("/offline", word("next-room"), "primary"), link("/offline/queue", word("what-waits"))));
  window.scrollTo(0, 0);
  page.heading.tabIndex = -1;
  page.heading.focus();
  await showStatus();
  if (navigator.onLine) await send();
}
