// What belongs to one answer alone is shown once that is given: data-when="field=value".
function follow(part) {
  const [name, value] = part.dataset.when.split("=");
  const form = part.closest("form");
  const show = () => {
    const chosen = form.querySelector(`[name="${name}"]:checked`);
    part.hidden = chosen?.value !== value;
  };
  form.addEventListener("change", show);
  show();
}

const follow_all = () => document.querySelectorAll("[data-when]").forEach(follow);
follow_all();
window.addEventListener("pageshow", (event) => event.persisted && follow_all());
