import { formatCount, formatSpan } from '#shared/base/number-text.ts';

/** What the window says of numbers beyond what terminal and reports say too. */
export { formatBytes, formatCount, formatPlural, formatSpan } from '#shared/base/number-text.ts';

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Thousands separators for the whole numbers within a text: `found 4915 of 10000` reads `found 4,915 of 10,000`. */
export function groupDigits(text: string): string {
  return text.replace(/(?<![\d.,:/-])\d{4,15}(?![\d.,:/-])/g, (digits) => formatCount(Number(digits)));
}

/** `9.9M` for chart axes and chips. */
export function formatCompact(value: number): string {
  return Number.isFinite(value) ? COMPACT.format(value) : '–';
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
  if (size >= 99.95 || Number.isInteger(value)) return formatCount(value);
  return String(Number(size >= 9.95 ? value.toFixed(1) : value.toPrecision(2)));
}

/** Calibrated score or threshold 0..1 with three decimals. */
export function formatScore(score: number): string {
  return Number.isFinite(score) ? score.toFixed(3) : '–';
}
