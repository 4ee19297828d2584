// The order answers while it is being filled in: what changes is fetched and put in its place.
// Without this, Show does the same. A part that somebody is at work in is left alone, but for a
// list to choose from: it never shows another choice than the one that is in use.
const form = document.querySelector("[data-order]");
let asked = 0;
let typed = 0;
let shown = 0;

async function show() {
  const mine = ++asked;
  const upTo = typed;
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  for (const part of document.querySelectorAll("[data-live]")) put(page.getElementById(part.id), part);
  history.replaceState(null, "", address);
  shown = upTo;
}

function put(fresh, part) {
  const used = part.contains(document.activeElement) ? document.activeElement : null;
  if (!fresh || (used && form.contains(part) && used.tagName !== "SELECT")) return;
  part.replaceChildren(...fresh.childNodes);
  if (used) (document.getElementById(used.id) ?? part.querySelector("button"))?.focus();
}

function soon(after) {
  clearTimeout(form.waiting);
  form.waiting = setTimeout(show, after);
}

form?.addEventListener("input", () => {
  typed++;
  soon(400);
});
form?.addEventListener("change", () => soon(250));

// Print orders what is shown: whoever presses it straight from a field is shown that first.
async function lookFirst(event) {
  if (!form || shown === typed || !event.target.closest("[data-live]")) return;
  event.preventDefault();
  clearTimeout(form.waiting);
  await show();
  if (shown !== typed) form.requestSubmit();
}

document.addEventListener("submit", lookFirst, { capture: true });

// On the sheet, Shift takes every label from the one before to this one.
let last;
form?.addEventListener("click", (event) => {
  const label = event.target.closest("[data-sheet] input");
  if (!label) return;
  const labels = [...label.closest("[data-sheet]").querySelectorAll("input")];
  const [from, to] = [labels.indexOf(last), labels.indexOf(label)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) {
    for (const each of labels.slice(from, to + 1)) each.checked = label.checked;
  }
  last = label;
});
