import { densify, type FeatureColumn, type FeatureTable } from '#shared/domain/feature-table.ts';
import { type Findings, keepFindings } from './count-series.ts';
import { countTail } from './tails.ts';

/**
 * A beat that fails to come in a rhythm kept so far is no matter of chance: it is as surprising as one unit in a thousand,
 * and ten times more for every tenfold of beats kept.
 */
const BEAT_SURPRISE = 3;
/** More beats than this make no rhythm surer. */
const MOST_BEATS = 10_000;
/** A statement that no other unit left unanswered is ten times more surprising than its rate alone says. */
const ONLY_ONCE = 1;
/** An outage goes on over neighbouring units in which its whole service is silent, at most so many each way. */
const MAX_SILENT = 60;

/**
 * Finds the units in which something due did not come: beats of a rhythm, and answers.
 * @param column Of measure `missed`.
 */
export function studyMissed(column: FeatureColumn, table: FeatureTable): Findings {
  const n = table.units.length;
  const missed = densify(column, n);
  const surprise = column.spec.unit === 'beats' ? overdueSurprise(column, table) : unansweredSurprise(missed);
  return keepFindings(surprise, missed, new Float64Array(n));
}

function overdueSurprise(column: FeatureColumn, table: FeatureTable): Float64Array {
  const surprise = new Float64Array(table.units.length);
  const level = BEAT_SURPRISE + Math.log10(Math.max(1, Math.min(MOST_BEATS, column.weights?.[0] ?? 1)));
  for (const row of column.rows ?? []) surprise[row] = level;
  return spreadOverSilence(surprise, serviceCounts(column, table));
}

/** Beats come far apart: the service may have been silent since before the first was due, and after the last. */
function spreadOverSilence(surprise: Float64Array, events: Float64Array | null): Float64Array {
  if (events === null) return surprise;
  const spread = surprise.slice();
  for (const step of [1, -1]) {
    for (let at = 0; at < surprise.length; at++) {
      if (surprise[at] === 0 || events[at]! > 0) continue;
      for (let next = at + step; Math.abs(next - at) <= MAX_SILENT && events[next] === 0; next += step) {
        spread[next] = surprise[at]!;
      }
    }
  }
  return spread;
}

/** Events of the column's service in every unit; null when they are not counted. */
function serviceCounts({ spec }: FeatureColumn, table: FeatureTable): Float64Array | null {
  const { service } = spec.lineage;
  if (service === null) return null;
  const counts = table.columns.find(({ spec: { measure, lineage } }) => {
    const { host, templateId, minimumBand, parameter } = lineage;
    const isPlain = host === null && templateId === null && minimumBand === null && parameter === null;
    return measure === 'count' && isPlain && lineage.service === service;
  });
  return counts === undefined ? null : densify(counts, table.units.length);
}

/** Against the rate of all other units together. */
function unansweredSurprise(missed: Float64Array): Float64Array {
  const total = missed.reduce((sum, count) => sum + count, 0);
  return missed.map((count) => {
    if (count === 0) return 0;
    const rate = (total - count + 0.5) / missed.length;
    return count <= rate ? 0 : countTail(count, rate) + (total === count ? ONLY_ONCE : 0);
  });
}
