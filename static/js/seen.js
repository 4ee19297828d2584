// Tells once that somebody looks at this tag's page. Nothing is sent along, and only the day is kept.
const { seen } = document.querySelector("[data-seen]").dataset;
const tell = () => {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  fetch(seen, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
};
document.addEventListener("visibilitychange", tell);
tell();
