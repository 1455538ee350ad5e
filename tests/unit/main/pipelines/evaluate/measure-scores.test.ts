import { describe, expect, it } from 'vitest';
import type { ScoredUnits } from '../../../../../src-main/models/score-units.ts';
import { scoreUnits } from '../../../../../src-main/models/score-units.ts';
import { listMistakes } from '../../../../../src-main/pipelines/evaluate/list-mistakes.ts';
import { measureFirst, measureRuns } from '../../../../../src-main/pipelines/evaluate/measure-scores.ts';
import { countColumn, sessionTable } from '../../../../helpers/feature-tables.ts';

const COUNTS = Array.from({ length: 200 }, (_, i) => (i < 4 ? 60 : 2 + (i % 3)));
const table = sessionTable([countColumn('a', COUNTS)]);
const fitted = await scoreUnits(table, { detectors: ['baseline'], randomState: 1 });

/** The same units with scores and threshold of our choice. */
function scoredAs(scores: readonly number[], threshold: number): ScoredUnits {
  const [baseline] = fitted.detectors;
  return {
    ...fitted,
    scores: Float64Array.from(scores),
    detectors: [{ ...baseline!, scores: Float64Array.from(scores) }],
    autoThreshold: { ...fitted.autoThreshold, threshold },
  };
}

/** Units 0 to 3 are anomalous; unit 199 is not labelled. */
const truth = COUNTS.map((_, unit) => (unit === 199 ? null : unit < 4));

describe('measureRuns', () => {
  it('takes the mean over runs, each at its own threshold, and leaves units without a label out', () => {
    const scores = COUNTS.map((_, unit) => (unit < 3 || unit === 10 || unit === 199 ? 0.9 : 0.1));
    const first = { scored: scoredAs(scores, 0.5), truth };
    const second = { scored: scoredAs(scores, 0.95), truth };
    // First: 3 found, 1 missed, 1 false alarm. Second: nothing flagged.
    const [ensemble, baseline] = measureRuns([first, second]);
    expect(ensemble).toMatchObject({ name: 'ensemble', precision: { mean: 0.375 }, recall: { mean: 0.375 } });
    expect(baseline).toMatchObject({ name: 'baseline', fallback: null, f1: { mean: 0.375 } });
    expect(ensemble!.f1.high).toBeGreaterThan(ensemble!.f1.mean);
    expect(measureRuns([first])[0]!.precision).toEqual({ mean: 0.75, low: 0.75, high: 0.75 });
  });
});

describe('measureFirst', () => {
  it('gives counts, curves and ranges that hold the measured figure, the same for the same seed', () => {
    const run = {
      scored: scoredAs(
        COUNTS.map((count) => (count > 10 ? 0.9 : 0.1)),
        0.5,
      ),
      truth,
    };
    const first = measureFirst(run, 1);
    expect(first.evaluation).toMatchObject({ truePositives: 4, falsePositives: 0, items: 199, f1: 1, rocAuc: 1 });
    expect(first.resampled.f1).toEqual({ low: 1, high: 1 });
    expect(first.roc.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    expect(first.pr.length).toBeGreaterThan(0);
    expect(measureFirst(run, 1)).toEqual(first);
  });

  it('has no ranges where nothing is anomalous', () => {
    const none = measureFirst({ scored: fitted, truth: COUNTS.map(() => false) }, 1);
    expect(none).toMatchObject({ bestF1: null, roc: [], pr: [], resampled: { f1: null, rocAuc: null } });
  });
});

describe('listMistakes', () => {
  it('names wrong verdicts with the feature to blame, the worst first', () => {
    const scores: number[] = COUNTS.map((_, unit) => (unit === 0 ? 0.2 : unit === 1 ? 0.3 : unit < 4 ? 0.9 : 0.1));
    scores[50] = 0.7;
    scores[60] = 0.8;
    const { missed, falseAlarms } = listMistakes({ scored: scoredAs(scores, 0.5), truth });
    expect(missed.map(({ unitId, label }) => [unitId, label])).toEqual([
      ['s0', true],
      ['s1', true],
    ]);
    expect(missed[0]!.feature).toBe('events template=a');
    expect(falseAlarms.map(({ unitId, score }) => [unitId, score])).toEqual([
      ['s60', 0.8],
      ['s50', 0.7],
    ]);
  });
});
