// The line on top of the page without signal: what is only on this phone says so everywhere.
import { queue, waiting } from "./store.js";
import { word } from "./words.js";

const bar = document.querySelector("[data-status]");

export async function showStatus() {
  const left = waiting(await queue());
  const stuck = left.filter((each) => each.state === "attention").length;
  const words = [navigator.onLine ? word("has-signal") : word("has-no-signal")];
  words.push(left.length ? word(left.length === 1 ? "one-waits" : "some-wait", { number: left.length }) : word("none-waits"));
  if (stuck) words.push(word(stuck === 1 ? "one-stuck" : "some-stuck", { number: stuck }));
  bar.querySelector("[data-status-words]").textContent = words.join(" ");
  bar.querySelector("[data-send]").hidden = !left.length;
}
