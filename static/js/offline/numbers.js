// Numbers as technicians type them; null where it is none, or could be read in two ways.
const bare = (text) => text.replace(/[\s\u00a0\u202f]+/g, "");

export function number(text, unit) {
  let plain = bare(text).replace("−", "-");
  if (unit && plain.endsWith(bare(unit))) plain = plain.slice(0, -bare(unit).length);
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain)) return null;
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(plain)) return null;
  const value = Number(plain.replace(",", "."));
  return Math.abs(value) <= 1e9 ? value : null;
}
