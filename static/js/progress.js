// An order under way tells how far it is; when it has ended, the page is read anew.
const every = 1500;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok
    ? new DOMParser().parseFromString(await answer.text(), "text/html")
    : document;
  const fresh = page.querySelector("[data-progress]");
  if (!fresh) return location.reload();
  if (page !== document) {
    const shown = document.querySelector("[data-progress]");
    shown.querySelector("progress").value = fresh.querySelector("progress").value;
    shown.querySelector("label").textContent = fresh.querySelector("label").textContent;
    for (const old of shown.querySelectorAll(".notice")) old.remove();
    shown.append(...fresh.querySelectorAll(".notice"));
    document.querySelector("[data-state]").replaceChildren(
      ...page.querySelector("[data-state]").childNodes,
    );
  }
  setTimeout(look, every);
}

setTimeout(look, every);
