// A filter bar marked data-filter answers as soon as a choice is changed.
// Typed words wait for Enter or the button: a page that jumps while one types helps nobody.
for (const form of document.querySelectorAll("form[data-filter]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    // Empty answers stay out of the address, so that it can be read and passed on.
    for (const input of form.querySelectorAll("input, select")) {
      if (input.value === "") input.disabled = true;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const input of document.querySelectorAll("form[data-filter] :disabled")) {
    input.disabled = false;
  }
});
