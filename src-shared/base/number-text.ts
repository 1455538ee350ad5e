/** How numbers, sizes and spans are said in window, terminal and reports: thousands separators, units always, words a person uses. */

const COUNT = new Intl.NumberFormat('en-US');

/** `9,995,063`; non-finite values show as an en dash. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? COUNT.format(Math.round(value)) : '–';
}

/** `1 event`, `2 events`: the count with the right form of its noun. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units as file managers show them: `1.5 GB`; bytes below 1,000 are exact. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

const YEAR_SECONDS = 365.25 * 86_400;

/** `2 h 5 min`, `4.2 s`, `350 ms`: at most two units, the larger first; `25.1 years` from two years on. */
export function formatSpan(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const value = Math.abs(seconds);
  if (value === 0) return '0 s';
  if (value < 0.001) return `${Math.round(value * 1e6)} µs`;
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 9.95) return `${Number(value.toFixed(1))} s`;
  if (value < 59.5) return `${Math.round(value)} s`;
  if (value >= 2 * YEAR_SECONDS) return `${Number((value / YEAR_SECONDS).toFixed(1))} years`;
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  const rounded = Math.round(value);
  const index = units.findIndex(([, size]) => rounded >= size);
  const large = units[index] ?? ['s', 1];
  const small = units[index + 1];
  if (small === undefined) return `${rounded} ${large[0]}`;
  const total = Math.round(rounded / small[1]);
  const perLarge = large[1] / small[1];
  const rest = total % perLarge;
  const whole = `${COUNT.format(Math.floor(total / perLarge))} ${large[0]}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small[0]}`;
}
