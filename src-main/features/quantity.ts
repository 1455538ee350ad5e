/** A number with the unit written behind it, brought to the base unit of its kind. */
export interface Quantity {
  readonly value: number;
  /** `ms`, `bytes`, `%` or '' */
  readonly unit: string;
}

/** Factor to the base unit: milliseconds, bytes, percent. */
export const UNIT_FACTORS: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  ns: [1e-6, 'ms'],
  us: [1e-3, 'ms'],
  µs: [1e-3, 'ms'],
  ms: [1, 'ms'],
  s: [1000, 'ms'],
  sec: [1000, 'ms'],
  m: [60_000, 'ms'],
  min: [60_000, 'ms'],
  h: [3_600_000, 'ms'],
  b: [1, 'bytes'],
  kb: [1e3, 'bytes'],
  kib: [1024, 'bytes'],
  mb: [1e6, 'bytes'],
  mib: [2 ** 20, 'bytes'],
  gb: [1e9, 'bytes'],
  gib: [2 ** 30, 'bytes'],
  '%': [1, '%'],
};

const QUANTITY = /^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s?([a-zA-Zµ%]{0,3})$/;

/** Reads `12`, `1.5s`, `20 KB`, `97%`; null for anything else, unknown units included. */
export function parseQuantity(text: string): Quantity | null {
  const match = QUANTITY.exec(text);
  if (match === null) return null;
  const suffix = match[2]!;
  if (suffix === '') return { value: Number(match[1]), unit: '' };
  const known = UNIT_FACTORS[suffix.toLowerCase()];
  return known === undefined ? null : { value: Number(match[1]) * known[0], unit: known[1] };
}
