// Signing out while checks wait: it is said first, and they stay on this phone.
import { send, session } from "./send.js";
import { queue, waiting } from "./store.js";
import { el, word } from "./words.js";

export async function showLeaving(show) {
  const left = waiting(await queue()).length;
  const who = await session().catch(() => null);
  const form = el("form", { method: "post", action: "/sign-out?kept=1" },
    el("input", { type: "hidden", name: "csrf_token", value: who?.token }),
    el("button", { class: "button button--quiet", type: "submit" }, word("leave-anyway")));
  show(word("leaving"),
    el("p", { class: "lead" }, word(left === 1 ? "one-left" : "some-left", { number: left })),
    el("div", { class: "cluster" },
      el("button", { class: "button button--primary", type: "button", onclick: async () => {
        await send(true);
        location.assign("/offline/queue");
      } }, word("send-first")),
      who ? form : el("p", {}, word("cannot-leave"))));
}
