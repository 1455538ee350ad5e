const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const NS_IN_MS = 1_000_000n;

/** 1234567 -> "1,234,567". */
export function formatCount(value: number): string {
  return GROUPED.format(value);
}

/** Three significant digits for small numbers, grouped integers for large ones. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return GROUPED.format(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** "1 file", "2 files". */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
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

/** A span in words a person says: "45 s", "3 min", "2 h 5 min", "4 days". */
export function formatSpan(startNs: bigint | null, endNs: bigint | null): string {
  if (startNs === null || endNs === null) return '';
  const seconds = Number(endNs - startNs) / 1e9;
  if (seconds < 1) return 'under a second';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return `${Math.round(seconds / 86_400)} days`;
}
