import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { type ScoredUnits, scoreWith } from '../../models/score-units.ts';
import { selectUnits } from '../../models/select-units.ts';
import { changeSessions } from './counterfactual-sessions.ts';
import { changeWindows } from './counterfactual-windows.ts';

/** More changes than this explain nothing. */
const MAX_CHANGES = 8;

/** A feature brought to its usual value. */
export interface FeatureChange {
  readonly feature: string;
  /** Unit of the numbers as people read them. */
  readonly unit: string;
  readonly templateId: string | null;
  readonly entity: string | null;
  /** Farthest off in the units, and what it is changed to there. */
  readonly actual: number;
  readonly wanted: number;
}

/** The changes of features after which units are normal. */
export interface Counterfactual {
  /** The fewest that were found; empty when none of up to eight made the units normal. */
  readonly changes: readonly FeatureChange[];
  readonly threshold: number;
  /** Highest score of the units as they are, and with the changes, by the same fitted ensemble. */
  readonly scoreBefore: number;
  readonly scoreAfter: number;
  /** Not above the threshold with the changes. */
  readonly isNormal: boolean;
}

/** A table with some features of its units brought to what is usual; changes are made one by one. */
export interface ChangingTable {
  readonly table: FeatureTable;
  readonly changes: readonly FeatureChange[];
  /** Brings what stands out most to its usual value; null when nothing is left to change. */
  next(scored: ScoredUnits): ChangingTable | null;
  /** The same without one of the changes. */
  without(change: number): ChangingTable;
}

/**
 * Finds the smallest change of features that makes units normal: what stands out most is brought to its usual value until
 * the ensemble, scoring the changed table with the same models, calibration and threshold, has all of them at or below the
 * threshold; changes that turn out not to be needed are taken back.
 * @param scored The units' table with the fitted detectors. @param units Windows of one incident, or sessions of one (the
 * first of them stands for all).
 */
export function findCounterfactual(scored: ScoredUnits, units: readonly number[], threshold: number): Counterfactual {
  const isSession = scored.table.units.kind === 'session';
  const own = isSession ? selectUnits(scored.table, Int32Array.of(units[0]!)) : scored.table;
  const rows = isSession ? [0] : units;
  const fitted = {
    unitKind: own.units.kind,
    detectors: scored.detectors,
    autoThreshold: scored.autoThreshold,
    usual: own.usual ?? null,
  };
  const score = (table: FeatureTable): ScoredUnits => scoreWith(fitted, table);
  const highest = ({ scores }: ScoredUnits): number => rows.reduce((most, row) => Math.max(most, scores[row]!), 0);
  try {
    let state: ChangingTable = isSession ? changeSessions(own) : changeWindows(own, rows);
    let now = score(state.table);
    const scoreBefore = highest(now);
    while (highest(now) > threshold && state.changes.length < MAX_CHANGES) {
      const next = state.next(now);
      if (next === null) break;
      state = next;
      now = score(state.table);
    }
    let scoreAfter = highest(now);
    const isNormal = scoreAfter <= threshold;
    const last = isNormal ? state.changes.length - 2 : -1;
    for (let at = last; at >= 0; at--) {
      const less = state.without(at);
      const lessScore = highest(score(less.table));
      if (lessScore > threshold) continue;
      state = less;
      scoreAfter = lessScore;
    }
    return { changes: isNormal ? state.changes : [], threshold, scoreBefore, scoreAfter, isNormal };
  } finally {
    // Models remember the table they scored last: explanations of the case ask for its own.
    if (!isSession) score(scored.table);
  }
}
