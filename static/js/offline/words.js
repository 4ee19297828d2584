// Words and elements: every sentence stands in the page, where it is translated.
export const kept = document.querySelector("template[data-words]").content;

export function word(name, values = {}) {
  const found = kept.querySelector(`[data-word="${name}"]`);
  const text = found ? found.textContent : name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((each) => each !== null && each !== undefined && each !== ""));
  return made;
}

export function icon(name) {
  const sprite = document.querySelector("[data-sprite]").dataset.sprite;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  for (const [key, value] of [["class", "icon"], ["width", 24], ["height", 24], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  svg.append(use);
  return svg;
}

export const line = (picture, text) => [icon(picture), el("span", {}, text)];

export function moment(milliseconds) {
  const language = document.documentElement.lang || undefined;
  return new Date(milliseconds).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}
