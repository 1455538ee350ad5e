import type { UnitColumns } from '#shared/domain/feature-table.ts';

/** The session's key, or the window's start as RFC 3339 UTC: whole seconds as they are, fractions to the millisecond. */
export function unitIdOf(units: UnitColumns, unit: number): string {
  const key = units.keys?.[unit];
  if (key !== undefined) return key;
  return new Date(Math.round(units.startSeconds[unit]! * 1000)).toISOString().replace('.000Z', 'Z');
}

/** Epoch nanoseconds to the microsecond, as far as seconds in a double carry; null for NaN. */
export function toNs(seconds: number): bigint | null {
  return Number.isNaN(seconds) ? null : BigInt(Math.round(seconds * 1e6)) * 1000n;
}

/** Start of a unit in epoch nanoseconds. */
export function unitStartNs(units: UnitColumns, unit: number): bigint | null {
  return toNs(units.startSeconds[unit]!);
}

/** End of a unit: exclusive for windows, the last event for sessions. */
export function unitEndNs(units: UnitColumns, unit: number): bigint | null {
  return toNs(units.endSeconds[unit]!);
}
