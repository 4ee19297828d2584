// After "all fine here", the next unit without an answer comes under the thumb.
// Only for a tap: who uses the keyboard or a screen reader stays where they are.
const answered = (card) => card.querySelector(".choices > .choices__cards :checked");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

document.addEventListener("click", (event) => {
  const tapped = event.target.closest(".unit-check > .choices > .choices__cards > .choice");
  const card = tapped?.closest(".unit-check");
  if (!card || event.detail === 0 || !tapped.querySelector("[value=pass]")) return;
  if (card.querySelector(".if-seen :is(input, select, textarea)")) return;
  let next = card.nextElementSibling;
  while (next && answered(next)) next = next.nextElementSibling;
  next?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
});

// One place for a photo at a time: the next one comes when this one is filled.
for (const photos of document.querySelectorAll("[data-photos]")) {
  const places = [...photos.querySelectorAll(".photo")];
  const empty = (place) => !place.querySelector("input").value;
  const show = () => {
    places.forEach((place, at) => (place.hidden = at > 0 && empty(place) && empty(places[at - 1])));
  };
  photos.addEventListener("change", show);
  show();
}
