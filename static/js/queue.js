// The queue reads itself anew while somebody looks at it, says what is new, and leaves the focus alone.
// J and K go from row to row, while the focus is in the list.
const every = 25000;
const shown = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");
const rows = (page) => [...page.querySelectorAll("[data-fault]")];
const known = new Set(rows(shown).map((row) => row.dataset.fault));

function announce(fresh) {
  const news = rows(fresh).filter((row) => !known.has(row.dataset.fault));
  for (const row of news) known.add(row.dataset.fault);
  const words = news.slice(0, 3).map((row) => row.querySelector("a").textContent.trim());
  if (words.length) said.textContent = `${said.dataset.liveSaid} ${words.join("; ")}`;
}

function renew(fresh) {
  const held = shown.contains(document.activeElement) && document.activeElement;
  const row = held && held.closest("[data-fault]");
  if (held && !row) return false;
  if (!row) {
    shown.replaceChildren(...fresh.childNodes);
    return true;
  }
  const twin = rows(fresh).find((each) => each.dataset.fault === row.dataset.fault);
  if (!twin) return false;
  const all = rows(fresh);
  const place = all.indexOf(twin);
  for (const old of rows(shown)) if (old !== row) old.remove();
  row.before(...all.slice(0, place));
  row.after(...all.slice(place + 1));
  // The cells beside the one that bears the link and the focus.
  for (const cell of row.querySelectorAll("td")) cell.remove();
  row.append(...twin.querySelectorAll("td"));
  return true;
}

async function look() {
  if (document.visibilityState !== "visible") return;
  const headers = { Accept: "text/html", "If-None-Match": `"${shown.dataset.live}"` };
  const answer = await fetch(location.href, { headers, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (!fresh) return;
  announce(fresh);
  const calls = document.querySelector("[data-on-call]");
  if (!calls.contains(document.activeElement)) {
    calls.replaceWith(page.querySelector("[data-on-call]"));
  }
  const version = fresh.dataset.live;
  if (renew(fresh)) shown.dataset.live = version;
}

setInterval(look, every);
document.addEventListener("visibilitychange", look);

document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const row = document.activeElement.closest?.("[data-fault]");
  if (!step || !row || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = rows(shown);
  all[all.indexOf(row) + step]?.querySelector("a").focus();
});
