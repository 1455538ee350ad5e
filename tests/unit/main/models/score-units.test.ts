import { describe, expect, it } from 'vitest';
import { joinSurprises } from '../../../../src-main/models/ensemble.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { scoreUnits } from '../../../../src-main/models/score-units.ts';
import { countColumn, sessionTable } from '../../../helpers/feature-tables.ts';

const ALL = { detectors: null, randomState: 1 };

describe('joinSurprises', () => {
  it('is the harmonic mean of the probabilities', () => {
    // 1 / mean(1 / 0.001, 1 / 0.1) = 1 / 505
    expect(joinSurprises([Float64Array.of(3), Float64Array.of(1)], [1, 1])[0]).toBeCloseTo(Math.log10(505), 10);
    expect(joinSurprises([Float64Array.of(2), Float64Array.of(2)], [1, 3])[0]).toBeCloseTo(2, 10);
  });

  it('does not overflow and is empty for no detectors', () => {
    expect(joinSurprises([Float64Array.of(5000), Float64Array.of(0)], [1, 1])[0]).toBeCloseTo(5000 - Math.log10(2), 6);
    expect(joinSurprises([], []).length).toBe(0);
  });
});

describe('scoreUnits', () => {
  const random = new Random(3);
  const table = sessionTable([
    countColumn(
      'a',
      Array.from({ length: 400 }, (_, i) => (i < 8 ? 12 : 1 + random.below(3))),
    ),
  ]);

  it('scores within 0..1, flags the odd sessions at its own threshold and lets every detector vote', async () => {
    const scored = await scoreUnits(table, ALL);
    expect(scored.detectors.map(({ name, fallback }) => [name, fallback])).toEqual([
      ['baseline', null],
      ['novelty', null],
      ['isolationForest', null],
      ['lstmAutoencoder', 'The order of events is not known, or too varied to keep.'],
    ]);
    const flagged = [...scored.scores.keys()].filter((unit) => scored.scores[unit]! > scored.autoThreshold.threshold);
    expect(flagged).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { scores } of scored.detectors) {
      expect([...scores].every((score) => score >= 0 && score < 1)).toBe(true);
    }
  });

  it('lets the baseline answer where there is too little data, says why and calls nothing anomalous', async () => {
    const few = sessionTable([countColumn('a', [1, 1, 2])]);
    const scored = await scoreUnits(few, ALL);
    const forest = scored.detectors.find(({ name }) => name === 'isolationForest');
    expect(forest?.fallback).toMatch(/too little data: 3 events in 3 sessions/);
    expect(scored.detectors[0]?.fallback).toBeNull();
    expect(scored.autoThreshold).toMatchObject({ rule: 'little', threshold: 1 });
    expect(scored.scores.every((score) => score < 1)).toBe(true);
    expect(forest?.scores).toEqual(scored.detectors[0]?.scores);
  });

  it('runs only the detectors asked for and refuses unknown ones by name', async () => {
    const { detectors } = await scoreUnits(table, { ...ALL, detectors: ['novelty'] });
    expect(detectors.map(({ name }) => name)).toEqual(['novelty']);
    await expect(scoreUnits(table, { ...ALL, detectors: ['oracle'] })).rejects.toThrow(/no detector oracle.*baseline/);
  });

  it('has nothing to say of an empty table', async () => {
    const scored = await scoreUnits(sessionTable([]), ALL);
    expect(scored.scores.length).toBe(0);
  });
});
