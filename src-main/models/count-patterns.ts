import type { FeatureColumn, FeatureTable } from '#shared/domain/feature-table.ts';
import { fitStepProfile, histogramOf, levelOf, type StepProfile } from './step-profile.ts';

/** How often each combination of count levels was seen; plain data. */
export interface PatternProfile {
  readonly columns: readonly PatternColumn[];
  /** Pattern keys and how many units had each, by key ascending. */
  readonly keys: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
}

export interface PatternColumn {
  readonly name: string;
  readonly steps: StepProfile;
  /** True: every value is a level of its own. */
  readonly isExact: boolean;
  /** Levels and the share of units at each. */
  readonly levels: readonly { readonly level: number; readonly share: number }[];
}

/** The pattern of each unit of a table. */
export interface Patterns {
  /** 52-bit integers, equal for equal patterns whatever the order of the columns. */
  readonly keys: Float64Array;
  /** log10 of the share of units expected to have the pattern if its levels were independent. */
  readonly expected: Float64Array;
}

/** Counts with at most this many common values are compared value by value, others by level. */
const MAX_EXACT_VALUES = 3;
const EXACT_SHARE = 0.97;

/** Learns the combinations of template counts that units have ("count vectors"), coarse where counts vary widely. */
export function fitPatterns(table: FeatureTable, columns: readonly FeatureColumn[]): PatternProfile {
  const fitted = columns.map((column) => fitColumn(column, table.units.length));
  const seen = new Map<number, number>();
  for (const key of patternsOf(table, fitted).keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  const keys = [...seen.keys()].sort((a, b) => a - b);
  return { columns: fitted, keys, counts: keys.map((key) => seen.get(key)!), total: table.units.length };
}

function fitColumn(column: FeatureColumn, unitCount: number): PatternColumn {
  const histogram = histogramOf(column, unitCount);
  const steps = fitStepProfile(histogram);
  const top = [...histogram.counts].sort((a, b) => b - a).slice(0, MAX_EXACT_VALUES);
  const isExact = top.reduce((sum, count) => sum + count, 0) >= EXACT_SHARE * unitCount;
  const shares = new Map<number, number>();
  histogram.values.forEach((value, i) => {
    const level = isExact ? value : levelOf(steps, value);
    shares.set(level, (shares.get(level) ?? 0) + histogram.counts[i]! / unitCount);
  });
  return { name: column.spec.name, steps, isExact, levels: [...shares].map(([level, share]) => ({ level, share })) };
}

/** The pattern of every unit: a commutative hash of (feature, level) over the levels that differ from that of zero. */
export function patternsOf(table: FeatureTable, columns: readonly PatternColumn[]): Patterns {
  const n = table.units.length;
  const low = new Int32Array(n);
  const high = new Int32Array(n);
  const expected = new Float64Array(n);
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  for (const known of columns) {
    const shares = new Map(known.levels.map(({ level, share }) => [level, Math.log10(share)]));
    const unseen = Math.log10(0.5 / (n + 1));
    const zeroLevel = levelIn(known, 0);
    const zeroShare = shares.get(zeroLevel) ?? unseen;
    for (let unit = 0; unit < n; unit++) expected[unit]! += zeroShare;
    const column = byName.get(known.name);
    if (column === undefined) continue;
    const seed = hashText(known.name);
    const { rows, values } = column;
    for (let i = 0; i < values.length; i++) {
      const level = levelIn(known, values[i]!);
      if (level === zeroLevel) continue;
      const unit = rows === null ? i : rows[i]!;
      low[unit] = (low[unit]! + mix(seed + level)) | 0;
      high[unit] = (high[unit]! + mix(seed ^ Math.imul(level, 0x27d4eb2f))) | 0;
      expected[unit]! += (shares.get(level) ?? unseen) - zeroShare;
    }
  }
  const keys = Float64Array.from(low, (word, i) => (word >>> 0) + (high[i]! & 0xfffff) * 0x1_0000_0000);
  return { keys, expected };
}

function levelIn(column: PatternColumn, value: number): number {
  return column.isExact ? value : levelOf(column.steps, value);
}

/**
 * How surprising each unit's combination is beyond its single levels: the smaller of its rarity and of how much rarer
 * it is than independent levels would make it. Common levels that never meet score high; one rare level alone does not.
 */
export function combinationSurprise(profile: PatternProfile, patterns: Patterns): Float64Array {
  return patterns.keys.map((key, unit) => {
    const share = Math.log10((patternCount(profile, key) + 0.5) / (profile.total + 1));
    return Math.max(0, Math.min(-share, patterns.expected[unit]! - share));
  });
}

/** How many units had the pattern; 0 for one never seen. */
export function patternCount(profile: PatternProfile, key: number): number {
  let low = 0;
  let high = profile.keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = profile.keys[middle]!;
    if (found === key) return profile.counts[middle]!;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
