import { bootstrapInterval, type Interval, meanInterval } from '#shared/metrics/intervals.ts';
import { prCurve, type PrPoint, rocCurve, type RocPoint } from '#shared/metrics/curves.ts';
import { evaluate, type Evaluation } from '#shared/metrics/evaluate.ts';
import { type BestF1, findBestF1 } from '#shared/metrics/ranking.ts';
import { Random } from '../../models/random.ts';
import type { ScoredUnits } from '../../models/score-units.ts';

/** Name under which the joined score is reported. */
export const ENSEMBLE = 'ensemble';
const CURVE_POINTS = 200;
/** Resamples; fewer for many units, each of which is sorted anew. */
const DRAWS = 400;
const MAX_RESAMPLED = 4_000_000;

/** A scored table with the truth of its units. */
export interface LabelledScores {
  readonly scored: ScoredUnits;
  /** Shape [units]; null where the labels say nothing. */
  readonly truth: readonly (boolean | null)[];
}

export interface DetectorQuality {
  readonly name: string;
  readonly fallback: string | null;
  /** Over the seeds; an area is null when either class is absent. */
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
  readonly rocAuc: Interval | null;
  readonly prAuc: Interval | null;
}

type Range = Pick<Interval, 'low' | 'high'> | null;

/** 95 % ranges of the joined score's figures, by resampling units. */
export interface ResampledQuality {
  readonly precision: Range;
  readonly recall: Range;
  readonly f1: Range;
  readonly rocAuc: Range;
}

export interface FirstRun {
  readonly evaluation: Evaluation;
  readonly resampled: ResampledQuality;
  readonly roc: readonly RocPoint[];
  readonly pr: readonly PrPoint[];
  /** Chosen on the labels: an upper bound, never "the F1". */
  readonly bestF1: BestF1 | null;
}

interface Items {
  readonly labels: readonly boolean[];
  readonly scores: readonly number[];
  readonly predictions: readonly boolean[];
}

/** Every detector and the joined score over several runs, each at the run's own threshold. */
export function measureRuns(runs: readonly LabelledScores[]): DetectorQuality[] {
  const names = [ENSEMBLE, ...(runs[0]?.scored.detectors.map(({ name }) => name) ?? [])];
  return names.map((name) => {
    const measured = runs.map((run) => evaluate(itemsOf(run, name)));
    const over = (pick: (one: Evaluation) => number): Interval =>
      meanInterval(measured.map(pick)) ?? { mean: 0, low: 0, high: 0 };
    const area = (pick: (one: Evaluation) => number | null): Interval | null =>
      meanInterval(measured.map(pick).filter((value) => value !== null));
    const detector = runs[0]?.scored.detectors.find((one) => one.name === name);
    return {
      name,
      fallback: detector?.fallback ?? null,
      precision: over((one) => one.precision),
      recall: over((one) => one.recall),
      f1: over((one) => one.f1),
      rocAuc: area((one) => one.rocAuc),
      prAuc: area((one) => one.prAuc),
    };
  });
}

/** The joined score of one run in detail. */
export function measureFirst(run: LabelledScores, seed: number): FirstRun {
  const items = itemsOf(run, ENSEMBLE);
  return {
    evaluation: evaluate(items),
    resampled: resample(items, seed),
    roc: rocCurve(items.labels, items.scores, CURVE_POINTS).filter(({ threshold }) => Number.isFinite(threshold)),
    pr: prCurve(items.labels, items.scores, CURVE_POINTS),
    bestF1: findBestF1(items.labels, items.scores),
  };
}

/** Labelled units only. */
function itemsOf({ scored, truth }: LabelledScores, name: string): Items {
  const scores = name === ENSEMBLE ? scored.scores : scored.detectors.find((one) => one.name === name)?.scores;
  const { threshold } = scored.autoThreshold;
  const units = [...truth.keys()].filter((unit) => truth[unit] !== null);
  const values = units.map((unit) => scores?.[unit] ?? 0);
  return {
    labels: units.map((unit) => truth[unit] === true),
    scores: values,
    predictions: values.map((score) => score > threshold),
  };
}

function resample(items: Items, seed: number): ResampledQuality {
  const n = items.labels.length;
  const random = new Random(seed);
  const draws = Math.max(50, Math.min(DRAWS, Math.floor(MAX_RESAMPLED / Math.max(1, n))));
  const draw = (pick: (one: Evaluation) => number | null): Range =>
    bootstrapInterval(
      n,
      (indices) => pick(evaluate(taken(items, indices))),
      (below) => random.below(below),
      draws,
    );
  return {
    precision: draw((one) => (one.truePositives + one.falsePositives === 0 ? null : one.precision)),
    recall: draw((one) => (one.positives === 0 ? null : one.recall)),
    f1: draw((one) => (one.positives === 0 ? null : one.f1)),
    rocAuc: draw((one) => one.rocAuc),
  };
}

function taken({ labels, scores, predictions }: Items, indices: Uint32Array): Items {
  const pick = <T>(from: readonly T[]): T[] => Array.from(indices, (index) => from[index] as T);
  return { labels: pick(labels), scores: pick(scores), predictions: pick(predictions) };
}
