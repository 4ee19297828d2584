// A form marked data-once is sent once, however often the button is tapped.
// The button is not disabled: a disabled button would not send its own name and value.
const sending = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  form.setAttribute("aria-busy", "true");
});

// Coming back with the browser's own button finds the form ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once][aria-busy]")) {
    sending.delete(form);
    form.removeAttribute("aria-busy");
  }
});

// After a refusal, the summary is the first thing read aloud.
document.querySelector("[data-focus]")?.focus();
