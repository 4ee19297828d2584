// Scanning one tag after the other: the camera stays open, and each tag comes up as a card.
import { choose, close, hasTorch, lenses, lensOf, light, openCamera, trouble } from "./camera.js";
import { bringBack, showForeign, showTag, word } from "./cards.js";
import { foreign, isTag } from "./codes.js";
import { openEyes } from "./eyes.js";

const part = document.querySelector("[data-scanner]");
const at = (name) => part.querySelector(`[data-${name}]`);
const [open, view, frame, film, torch, lens] = ["open", "view", "frame", "film", "torch", "lens"].map(at);
const PAUSE = 120; // ms between two looks: quick for a hand, light on a battery
const AGAIN = 5000; // ms out of sight before the same code counts as scanned once more
const RETRY = 3000; // ms until a code in sight that got no answer is asked for again

const seen = new Map();
let stream = null;

function say(text) {
  at("said").textContent = text;
}

function complain(sentence) {
  at("trouble").textContent = sentence;
  at("trouble").hidden = !sentence;
  if (sentence) at("other-way").open = true;
}

function flash() {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(60);
  frame.classList.remove("is-read");
  void frame.offsetWidth; // begins the frame's short colour anew
  frame.classList.add("is-read");
}

async function take(text) {
  const last = seen.get(text) ?? 0;
  seen.set(text, Date.now());
  if (Date.now() - last < AGAIN) return;
  flash();
  if (!isTag(text)) return say(showForeign(foreign(text)));
  const { said, trouble: sentence } = await showTag({ text: text.trim() });
  complain(sentence ?? "");
  say(said ?? sentence);
  if (sentence) setTimeout(() => seen.delete(text), RETRY);
}

async function look(read, mine) {
  while (stream === mine) {
    if (film.readyState >= film.HAVE_CURRENT_DATA && !document.hidden) {
      const texts = await read(film).catch(() => []);
      if (stream !== mine) return;
      texts.filter(Boolean).forEach(take);
    }
    await new Promise((on) => setTimeout(on, PAUSE));
  }
}

function shut() {
  if (stream) close(stream);
  stream = null;
  film.srcObject = null;
  view.hidden = true;
  open.hidden = false;
}

async function offerLenses() {
  const all = await lenses();
  at("lenses").hidden = all.length < 2;
  lens.replaceChildren(...all.map((each, number) =>
    new Option(each.label || word("lens", { number: number + 1 }), each.deviceId)));
  lens.value = lensOf(stream);
}

async function start(wanted) {
  complain("");
  open.setAttribute("aria-busy", "true");
  try {
    const found = await openCamera(wanted);
    if (stream) close(stream);
    stream = found;
    film.srcObject = stream;
    [view.hidden, open.hidden] = [false, true];
    part.scrollIntoView({ block: "start" });
    torch.hidden = !hasTorch(stream);
    torch.setAttribute("aria-pressed", "false");
    stream.getVideoTracks()[0].addEventListener("ended", shut);
    await film.play();
    await offerLenses();
    const read = await openEyes(part.dataset.decoder).catch(() => Promise.reject(new Error("blind")));
    say(word("ready"));
    look(read, stream);
  } catch (error) {
    shut();
    const name = error.message === "blind" ? "blind" : error.name === "insecure" ? "insecure" : trouble(error);
    complain(word(name));
    say(word(name));
  } finally {
    open.removeAttribute("aria-busy");
  }
}

[open.hidden, at("no-script").hidden] = [false, true];
open.addEventListener("click", () => start());
at("close").addEventListener("click", () => {
  shut();
  open.focus();
});
lens.addEventListener("change", () => {
  choose(lens.value);
  start(lens.value);
});
torch.addEventListener("click", async () => {
  const on = torch.getAttribute("aria-pressed") !== "true";
  await light(stream, on).then(() => torch.setAttribute("aria-pressed", String(on)), () => (torch.hidden = true));
});
window.addEventListener("pagehide", shut);

// A typed code comes up as a card too; one that can't be asked for now goes the long way.
at("typed").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.code;
  const { said, trouble: sentence } = await showTag({ code: field.value.trim() });
  complain(sentence ?? "");
  say(said ?? sentence);
  if (said) field.value = "";
});

bringBack();
if (location.hash === "#scan") start();
