import type { LabelEvaluation } from '#shared/domain/analysis-run.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { type Agreement, mcnemar, measureAgreement, rankCorrelation } from '#shared/metrics/agreement.ts';
import { ModelError } from '#shared/base/errors.ts';
import { labelUnits } from '../analysis/label-units.ts';
import { unitIdOf } from '../analysis/unit-ids.ts';
import { type AsideScores, evaluateAside } from './score-aside.ts';

/** Units told one by one. */
const MAX_EXAMPLES = 50;

export interface ComparedSide {
  readonly threshold: number;
  readonly anomalies: number;
  /** Why the statistical baseline answered in its place; null when the model itself did. */
  readonly fallback: string | null;
  readonly unknownShare: number;
  readonly evaluation: LabelEvaluation | null;
}

export interface DisputedUnit {
  readonly unitId: string;
  readonly firstScore: number;
  readonly secondScore: number;
  readonly flaggedBy: 'first' | 'second';
  /** Null without labels. */
  readonly label: boolean | null;
}

export interface ModelComparison {
  readonly units: number;
  readonly first: ComparedSide;
  readonly second: ComparedSide;
  readonly agreement: Agreement;
  /** Spearman; null when one scoring is constant. */
  readonly correlation: number | null;
  /** McNemar's exact test on the labelled units; null without labels. */
  readonly pValue: number | null;
  /** Units only one side flags, the widest apart first. */
  readonly disputed: readonly DisputedUnit[];
}

/**
 * Compares two models that scored the same input, each at its own threshold.
 * @throws ModelError `model.not-comparable` when their units are not the same.
 */
export function compareModels(first: AsideScores, second: AsideScores, labels: LabelSet | null): ModelComparison {
  const { units } = first.scored.table;
  const other = second.scored.table.units;
  const isSame = units.kind === other.kind && units.length === other.length;
  if (!isSame || !units.startSeconds.every((start, unit) => Object.is(start, other.startSeconds[unit]))) {
    throw new ModelError(
      'model.not-comparable',
      `One model scores ${units.length} ${units.kind}s, the other ${other.length} ${other.kind}s of the same input.`,
    );
  }
  const truth = labels === null ? null : labelUnits(units, labels);
  return compareSides(sideOf(first, labels), sideOf(second, labels), {
    truth,
    idOf: (unit) => unitIdOf(units, unit),
  });
}

/** What one model made of the units, and their scores. */
export interface ScoredSide extends Omit<ComparedSide, 'anomalies'> {
  readonly scores: Float64Array;
}

/** Compares two scorings of the same units. */
export function compareSides(
  first: ScoredSide,
  second: ScoredSide,
  units: {
    /** Null without labels, and for single units that have none. */
    readonly truth: readonly (boolean | null)[] | null;
    idOf(unit: number): string;
  },
): ModelComparison {
  const [a, b] = [flagsOf(first), flagsOf(second)];
  return {
    units: first.scores.length,
    first: comparedSide(first, a),
    second: comparedSide(second, b),
    agreement: measureAgreement(a, b),
    correlation: rankCorrelation(first.scores, second.scores),
    pValue: units.truth === null ? null : testTruth(units.truth, a, b),
    disputed: disputedUnits(first, second, units),
  };
}

function flagsOf({ scores, threshold }: ScoredSide): boolean[] {
  return Array.from(scores, (score) => score > threshold);
}

function comparedSide({ scores: _scores, ...side }: ScoredSide, flags: readonly boolean[]): ComparedSide {
  return { ...side, anomalies: flags.filter(Boolean).length };
}

function sideOf(side: AsideScores, labels: LabelSet | null): ScoredSide {
  const { scored, run, unknownShare } = side;
  return {
    scores: scored.scores,
    threshold: scored.autoThreshold.threshold,
    fallback: run?.fallback ?? null,
    unknownShare,
    evaluation: evaluateAside(side, labels),
  };
}

function testTruth(truth: readonly (boolean | null)[], a: readonly boolean[], b: readonly boolean[]): number {
  let onlyFirst = 0;
  let onlySecond = 0;
  truth.forEach((label, unit) => {
    if (label === null || a[unit] === b[unit]) return;
    if (a[unit] === label) onlyFirst++;
    else onlySecond++;
  });
  return mcnemar(onlyFirst, onlySecond);
}

function disputedUnits(
  first: ScoredSide,
  second: ScoredSide,
  { truth, idOf }: Parameters<typeof compareSides>[2],
): DisputedUnit[] {
  const [a, b] = [flagsOf(first), flagsOf(second)];
  const disputed = a.flatMap((flag, unit) => (flag === b[unit] ? [] : [unit]));
  const gap = (unit: number): number => Math.abs(first.scores[unit]! - second.scores[unit]!);
  return disputed
    .sort((x, y) => gap(y) - gap(x))
    .slice(0, MAX_EXAMPLES)
    .map((unit) => ({
      unitId: idOf(unit),
      firstScore: first.scores[unit]!,
      secondScore: second.scores[unit]!,
      flaggedBy: a[unit] === true ? 'first' : 'second',
      label: truth?.[unit] ?? null,
    }));
}
