import { formatCount, formatSpan } from '#shared/base/number-text.ts';

const NS_IN_MS = 1_000_000n;

/** Three significant digits for small numbers, grouped integers for large ones. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return formatCount(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** A score or threshold of 0..1, always with three decimals so that they can be compared by eye. */
export function formatScore(score: number): string {
  return score.toFixed(3);
}

/** UTC with the fraction cut to milliseconds: "2024-05-01 12:00:00.123 UTC"; "no time" for null. */
export function formatTime(timeNs: bigint | null): string {
  if (timeNs === null) return 'no time';
  return toRfc3339(timeNs)
    .replace('T', ' ')
    .replace(/(\.\d{3})\d*/, '$1')
    .replace('.000', '')
    .replace('Z', ' UTC');
}

/** RFC 3339 in UTC with as many of the nine fraction digits as say something: none, 3, 6 or 9. */
export function toRfc3339(timeNs: bigint): string {
  const ms = timeNs >= 0n ? timeNs / NS_IN_MS : -((-timeNs + NS_IN_MS - 1n) / NS_IN_MS);
  const rest = timeNs - ms * NS_IN_MS;
  const base = new Date(Number(ms)).toISOString();
  const fraction = base.slice(-4, -1) + String(rest).padStart(6, '0');
  const kept = fraction.endsWith('000000')
    ? fraction.slice(0, 3)
    : fraction.endsWith('000')
      ? fraction.slice(0, 6)
      : fraction;
  return kept === '000' ? `${base.slice(0, -5)}Z` : `${base.slice(0, -4)}${kept}Z`;
}

/** From start to end as `formatSpan` of seconds says it; nothing without both. */
export function formatTimeSpan(startNs: bigint | null, endNs: bigint | null): string {
  if (startNs === null || endNs === null) return '';
  const seconds = Number(endNs - startNs) / 1e9;
  return seconds < 1 ? 'under a second' : formatSpan(seconds);
}
