// On the pages with signal: sends what waits, and says how much still does.
import { queue, waiting } from "./store.js";
import { send } from "./send.js";
import { word } from "./words.js";

const note = document.querySelector("[data-waiting]");

async function tell() {
  const left = waiting(await queue()).length;
  note.hidden = !left;
  note.querySelector("[data-waiting-words]").textContent = word(left === 1 ? "one-waits" : "some-wait", { number: left });
}

async function begin() {
  if (!("indexedDB" in window)) return;
  document.addEventListener("offline:changed", tell);
  window.addEventListener("online", () => send());
  await tell();
  if (!note.hidden) await send();
}

begin();
