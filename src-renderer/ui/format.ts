/** How numbers, sizes and spans are said on screen: thousands separators, units always, words a person uses. */

const COUNT = new Intl.NumberFormat('en-US');
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `9,995,063`; non-finite values show as an en dash. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? COUNT.format(Math.round(value)) : '–';
}

/** Thousands separators for the whole numbers within a text: `found 4915 of 10000` reads `found 4,915 of 10,000`. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![\d.,:/-])\d{4,15}(?![\d.,:/-])/g, (digits) => COUNT.format(Number(digits)));
}

/** `9.9M` for chart axes and chips. */
export function formatCompact(value: number): string {
  return Number.isFinite(value) ? COMPACT.format(value) : '–';
}

/** `1 event`, `2 events`: the count with the right form of its noun. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

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
  if (value < 9.95) return `${stripZero(value.toFixed(1))} s`;
  if (value < 59.5) return `${Math.round(value)} s`;
  if (value >= 2 * YEAR_SECONDS) return `${stripZero((value / YEAR_SECONDS).toFixed(1))} years`;
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

/** Time left as said aloud: `about 2 min left`; null (unknown) says so. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return 'estimating time left';
  if (seconds < 1) return 'almost done';
  return `about ${formatSpan(seconds < 60 ? Math.ceil(seconds) : Math.round(seconds / 5) * 5)} left`;
}

/** Share 0..1 as a whole percentage that is 0 % or 100 % only when it really is. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share <= 0) return '0 %';
  if (share >= 1) return '100 %';
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}

/** The same where most shares are small: `<1 %` below half a percent. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.005 ? '<1 %' : formatPercent(share);
}

/** A measured quantity as a person compares it: `1,204`, `28.7`, `1.6`, `0.031`. */
export function formatQuantity(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 99.95 || Number.isInteger(value)) return COUNT.format(Math.round(value));
  return stripZero(size >= 9.95 ? value.toFixed(1) : value.toPrecision(2));
}

/** Calibrated score or threshold 0..1 with three decimals. */
export function formatScore(score: number): string {
  return Number.isFinite(score) ? score.toFixed(3) : '–';
}

function stripZero(text: string): string {
  return text.includes('.') && !text.includes('e') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}
