// What is drawn follows the typing: the server is asked for it, as it alone knows the rules.
// Without this, the button "Draw it" does the same.
const WAIT = 250;

for (const form of document.querySelectorAll("[data-draws] form")) {
  const address = form.closest("[data-draws]").dataset.draws;
  const place = document.querySelector("[data-drawing]");
  let waiting, asked;

  const draw = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrf_token" && typeof value === "string") typed.append(name, value);
    }
    try {
      const answer = await fetch(`${address}?${typed}`, { signal: asked.signal });
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") throw error; // a newer wish came in between
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, WAIT);
  });
}

// A colour can be picked as well as typed; the words in the field are what counts.
for (const pick of document.querySelectorAll("[data-picks]")) {
  const field = document.getElementById(pick.dataset.picks);
  pick.hidden = false;
  pick.addEventListener("input", () => {
    field.value = pick.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) pick.value = field.value;
  });
}
