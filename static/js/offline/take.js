// Takes the round along: the page without signal, the rooms, and the browser's word to keep them.
import { send } from "./send.js";
import { forgetPictures, keepPictures, keepRound, persistence, round } from "./store.js";
import { moment, word } from "./words.js";

const button = document.querySelector("[data-take]");
const said = document.querySelector("[data-said]");
const tell = (...sentences) => { said.textContent = sentences.filter(Boolean).join(" "); };

async function worker() {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const ready = await navigator.serviceWorker.ready;
  if (ready.active.state === "activated") return;
  await new Promise((resolve) => ready.active.addEventListener("statechange", resolve, { once: true }));
}

const promise = (is) => word(is === null ? "keeps-unknown" : is ? "keeps" : "keeps-not");

async function take() {
  button.setAttribute("aria-busy", "true");
  tell(word("taking"));
  try {
    await worker();
    const answer = await fetch("/sync/round.json", { cache: "no-store", redirect: "manual" });
    if (!answer.ok) throw new Error("not given");
    const { token: _, ...given } = await answer.json();
    await keepRound({ ...given, takenHere: Date.now() });
    await forgetPictures();
    await keepPictures(given);
    tell(word("taken", { number: given.rooms.length }), promise(await persistence()));
    document.querySelector("[data-taken]").hidden = false;
  } catch {
    tell(word("not-taken"));
  }
  button.removeAttribute("aria-busy");
}

async function begin() {
  tell(word("ready"));
  if (!("serviceWorker" in navigator) || !("indexedDB" in window)) return tell(word("cannot"));
  button.hidden = false;
  button.addEventListener("click", take);
  const kept = await round();
  if (kept) {
    tell(word("taken-before", { when: moment(kept.takenHere), number: kept.rooms.length }));
    document.querySelector("[data-taken]").hidden = false;
  }
  await send();
}

begin();
