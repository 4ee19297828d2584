// What the text of a code is: the address of a tag, by its shape, or something of somebody else.
const SHAPE = /^https?:\/\/[^\s?#]+\/t\/[0-9a-z]{12}$/i;

function hostOf(text) {
  try {
    const { protocol, host } = new URL(text);
    return /^https?:$/.test(protocol) ? host : "";
  } catch {
    return "";
  }
}

export const isTag = (text) => SHAPE.test(text.trim());

// Of a foreign code: where it leads, where that is an address; else only what it says.
export const foreign = (text) => ({ text, host: hostOf(text) });
