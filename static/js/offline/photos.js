// Photos of a field: chosen, counted, taken away again; they are kept with the draft.
import { el, word } from "./words.js";

export const VISIT = "photos";
const MOST = 3;
const LARGE = 1_500_000;
const LONGEST = 2048;

export const of = (photos, name) => photos.filter((each) => each.name === name);

// What older pages kept: a photo of the visit, without a name.
export const named = (photos) => photos.map((each) => (each instanceof Blob ? { name: VISIT, blob: each } : each));

// A phone's camera makes ten times what is kept at the end: made smaller here, two hundred fit.
async function smaller(file) {
  const whole = new Blob([file], { type: file.type });
  if (file.size < LARGE) return whole;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
    return made && made.size < file.size ? made : whole;
  } catch {
    return whole;
  }
}

function shown(state, name, keep, tell) {
  return of(state.photos, name).map((each, at) => el("li", { class: "spread" },
    el("span", {}, word("photo", { number: at + 1, size: Math.ceil(each.blob.size / 1024) })),
    el("button", { class: "button button--quiet", type: "button", onclick: async () => {
      state.photos.splice(state.photos.indexOf(each), 1);
      tell();
      await keep();
    } }, word("remove-photo", { number: at + 1 }))));
}

export function photoInput(state, name, keep, most = MOST, given = {}) {
  const list = el("ul", { class: "stack stack--tight", role: "list" });
  const input = el("input", { class: "input", id: name, type: "file", accept: "image/*", multiple: most > 1, ...given });
  const tell = () => {
    list.replaceChildren(...shown(state, name, keep, tell));
    input.hidden = of(state.photos, name).length >= most;
  };
  input.addEventListener("change", async () => {
    const room = most - of(state.photos, name).length;
    const blobs = await Promise.all([...input.files].slice(0, room).map(smaller));
    state.photos.push(...blobs.map((blob) => ({ name, blob })));
    input.value = "";
    tell();
    await keep();
  });
  tell();
  return [input, list];
}
