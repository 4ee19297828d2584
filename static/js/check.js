// After "all fine here", the next unit without an answer comes under the thumb.
// Only for a tap: who uses the keyboard or a screen reader stays where they are.
const answered = (card) => card.querySelector(".choices > .choices__cards :checked");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

document.addEventListener("click", (event) => {
  const tapped = event.target.closest(".unit-check > .choices > .choices__cards > .choice");
  const card = tapped?.closest(".unit-check");
  if (!card || event.detail === 0 || !tapped.querySelector("[value=pass]")) return;
  if (card.querySelector(".if-seen input")) return;
  let next = card.nextElementSibling;
  while (next && answered(next)) next = next.nextElementSibling;
  next?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
});
