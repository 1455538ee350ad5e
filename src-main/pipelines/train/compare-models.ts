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
  const [a, b] = [flagsOf(first), flagsOf(second)];
  return {
    units: units.length,
    first: sideOf(first, labels),
    second: sideOf(second, labels),
    agreement: measureAgreement(a, b),
    correlation: rankCorrelation(first.scored.scores, second.scored.scores),
    pValue: truth === null ? null : testTruth(truth, a, b),
    disputed: disputedUnits(first, second, truth),
  };
}

function flagsOf({ scored }: AsideScores): boolean[] {
  return Array.from(scored.scores, (score) => score > scored.autoThreshold.threshold);
}

function sideOf(side: AsideScores, labels: LabelSet | null): ComparedSide {
  const { scored, run, unknownShare } = side;
  const { threshold } = scored.autoThreshold;
  return {
    threshold,
    anomalies: scored.scores.filter((score) => score > threshold).length,
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
  first: AsideScores,
  second: AsideScores,
  truth: readonly (boolean | null)[] | null,
): DisputedUnit[] {
  const [a, b] = [flagsOf(first), flagsOf(second)];
  const { units } = first.scored.table;
  const disputed: DisputedUnit[] = [];
  for (let unit = 0; unit < units.length; unit++) {
    if (a[unit] === b[unit]) continue;
    disputed.push({
      unitId: unitIdOf(units, unit),
      firstScore: first.scored.scores[unit]!,
      secondScore: second.scored.scores[unit]!,
      flaggedBy: a[unit] === true ? 'first' : 'second',
      label: truth?.[unit] ?? null,
    });
  }
  const gap = (one: DisputedUnit): number => Math.abs(one.firstScore - one.secondScore);
  return disputed.sort((x, y) => gap(y) - gap(x)).slice(0, MAX_EXAMPLES);
}
