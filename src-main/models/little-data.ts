import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AutoThreshold } from './threshold.ts';

/** With fewer, "usual" would be what a handful of units happened to hold. */
const MIN_EVENTS = 50;
const MIN_UNITS = { window: 20, session: 10 } as const;

/**
 * Why a table is too small to tell usual from unusual, in words; null when it is large enough.
 * Windows without events show nothing about the usual ones and do not count.
 */
export function tooLittleData({ units }: FeatureTable): string | null {
  let filled = 0;
  let events = 0;
  for (let unit = 0; unit < units.length; unit++) {
    if (units.events[unit]! > 0) filled++;
    events += units.events[unit]!;
  }
  const least = MIN_UNITS[units.kind];
  if (filled >= least && events >= MIN_EVENTS) return null;
  return `There is too little data: ${events} events in ${filled} ${units.kind}s, where at least ${MIN_EVENTS} in ${least} are needed to tell usual from unusual.`;
}

/** No unit is above it: with too little data nothing is called anomalous unless a person lowers the threshold. */
export const NOTHING_ANOMALOUS: AutoThreshold = { threshold: 1, surprise: 300, rule: 'little' };
