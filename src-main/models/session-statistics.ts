import type { Contribution } from '#shared/domain/detection.ts';
import { type FeatureColumn, type FeatureTable, valueAt } from '#shared/domain/feature-table.ts';
import { rankContributions } from './contributions.ts';
import { quantile, sortedColumn } from './matrix.ts';
import { fitStepProfile, histogramOf, type StepProfile, surpriseOf } from './step-profile.ts';
import { normalTail } from './tails.ts';

/** Usual spread of a quantity on a logarithmic scale; plain data. */
export interface LogProfile {
  readonly center: number;
  /** Standard deviation estimated from the median absolute deviation and the central 90 %. */
  readonly spread: number;
  /** Divides surprises so that the bulk of the units keeps its promise. */
  readonly inflation: number;
}

export interface SessionProfile {
  readonly name: string;
  /** Of counts as they are, of durations in bins of equal ratio. */
  readonly steps: StepProfile;
  /** Durations only. */
  readonly log: LogProfile | null;
}

/** Durations in one bin differ by at most this factor. */
const DURATION_BIN = Math.log(1.5);

/**
 * Learns one profile a scored column. A duration has to be both far from the bulk (robust z of its logarithm) and apart
 * from the others (a steep step), or the ends of every smooth distribution would count as alarms.
 */
export function fitSessionProfiles(table: FeatureTable): SessionProfile[] {
  return table.columns.filter(isScored).map((column) => fitProfile(column, table.units.length));
}

/** Transitions belong to the novelty detector; the number of events is the sum of the template counts. */
function isScored(column: FeatureColumn): boolean {
  const { measure, lineage } = column.spec;
  if (measure === 'duration') return true;
  return measure === 'count' && lineage.templateId !== null && lineage.previousTemplateId === null;
}

function fitProfile(column: FeatureColumn, unitCount: number): SessionProfile {
  const { name } = column.spec;
  if (column.spec.measure === 'count') {
    return { name, steps: fitStepProfile(histogramOf(column, unitCount)), log: null };
  }
  const bins = { ...column, values: column.values.map(durationBin) };
  const logs = sortedColumn(column, unitCount).map((value) => Math.log1p(Math.max(0, value)));
  const center = quantile(logs, 0.5);
  const deviations = logs.map((value) => Math.abs(value - center)).sort();
  const spread = Math.max(quantile(deviations, 0.5) * 1.4826, quantile(deviations, 0.9) / 1.6449, 1e-3);
  const usual = normalTail(quantile(deviations, 0.98) / spread);
  return {
    name,
    steps: fitStepProfile(histogramOf(bins, unitCount)),
    log: { center, spread, inflation: Math.max(1, usual / -Math.log10(0.02)) },
  };
}

function surpriseIn(profile: SessionProfile, value: number): number {
  if (profile.log === null) return surpriseOf(profile.steps, value);
  const { center, spread, inflation } = profile.log;
  const far = normalTail((Math.log1p(Math.max(0, value)) - center) / spread) / inflation;
  return Math.min(far, surpriseOf(profile.steps, durationBin(value)));
}

function durationBin(seconds: number): number {
  return Math.round(Math.log1p(Math.max(0, seconds)) / DURATION_BIN);
}

/** Surprise of each session's most unusual feature. */
export function scoreSessions(profiles: readonly SessionProfile[], table: FeatureTable): Float64Array {
  const scores = new Float64Array(table.units.length);
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  for (const profile of profiles) {
    const column = byName.get(profile.name);
    const absent = surpriseIn(profile, 0);
    if (column === undefined || column.rows !== null) raiseAbsent(scores, column?.rows ?? new Int32Array(0), absent);
    if (column === undefined) continue;
    const { rows, values } = column;
    for (let i = 0; i < values.length; i++)
      raise(scores, rows === null ? i : rows[i]!, surpriseIn(profile, values[i]!));
  }
  return scores;
}

function raise(scores: Float64Array, unit: number, surprise: number): void {
  if (surprise > scores[unit]!) scores[unit] = surprise;
}

/** Units between the rows of a sparse column hold zero of it. */
function raiseAbsent(scores: Float64Array, rows: Int32Array, surprise: number): void {
  if (surprise <= 0) return;
  let next = 0;
  for (let unit = 0; unit < scores.length; unit++) {
    if (next < rows.length && rows[next] === unit) next++;
    else raise(scores, unit, surprise);
  }
}

/** The features that surprise most in one session. */
export function explainSession(
  profiles: readonly SessionProfile[],
  table: FeatureTable,
  unit: number,
  limit: number,
): Contribution[] {
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  const found = profiles.flatMap((profile) => {
    const column = byName.get(profile.name);
    if (column === undefined) return [];
    const actual = valueAt(column, unit);
    return [{ spec: column.spec, actual, weight: surpriseIn(profile, actual), ...usualRange(profile) }];
  });
  return rankContributions(found, limit);
}

function usualRange(profile: SessionProfile): { typical: number; low: number; high: number } {
  if (profile.log === null) return { typical: profile.steps.median, low: profile.steps.low, high: profile.steps.high };
  const { center, spread } = profile.log;
  const at = (z: number): number => Math.max(0, Math.expm1(center + z * spread));
  return { typical: at(0), low: at(-2.576), high: at(2.576) };
}
