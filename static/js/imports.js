// While one says how a list is to be read, its first lines show at once what would become of them.
// Without this, "Look again" does the same. Only the table is changed: the focus stays where it is.
const WAIT = 300;
const form = document.querySelector("form[data-sampled]");
const place = document.querySelector("[data-sample]");
let waiting, asked;

async function show() {
  asked?.abort();
  asked = new AbortController();
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && typeof value === "string") typed.append(name, value);
  }
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.dataset.sampled}?${typed}`, { signal: asked.signal });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    place.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") place.removeAttribute("aria-busy");
  }
}

// What was changed is not in the dry run yet: the button that applies it steps aside until then.
function changed() {
  form.closest(".import").classList.add("is-changed");
  clearTimeout(waiting);
  waiting = setTimeout(show, WAIT);
}

if (form && place) form.addEventListener("input", changed);
