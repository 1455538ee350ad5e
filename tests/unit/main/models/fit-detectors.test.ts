import { describe, expect, it } from 'vitest';
import { fitDetectors, type FitProgress } from '../../../../src-main/models/fit-detectors.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { DETECTORS, detectorsFor } from '../../../../src-main/models/detectors.ts';
import { scoreUnits, scoreWith } from '../../../../src-main/models/score-units.ts';
import { countColumn, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

const OPTIONS = { detectors: null, randomState: 1 } as const;

/** Sessions of three counts that vary a little; the last `odd` of them hold far more of the first. */
function sessions(length: number, seed: number, odd = 0) {
  const random = new Random(seed);
  const counts = (spread: number) => Array.from({ length }, () => 1 + random.below(spread));
  const first = counts(4).map((count, i) => (i >= length - odd ? 40 : count));
  return sessionTable([countColumn('a', first), countColumn('b', counts(3)), countColumn('c', counts(5))]);
}

describe('fitDetectors', () => {
  it('calibrated on its own units gives the scores of scoreUnits to the last bit', async () => {
    const table = sessions(400, 3, 6);
    const fitted = await fitDetectors(table, { ...OPTIONS, calibrateOn: 'training' });
    const scored = await scoreUnits(table, OPTIONS);
    expect(scoreWith(fitted, table).scores).toEqual(scored.scores);
    expect(fitted.autoThreshold).toEqual(scored.autoThreshold);
  });

  it('fitted on usual units flags the odd ones of another table and hardly any of its usual ones', async () => {
    const fitted = await fitDetectors(sessions(1000, 3), { ...OPTIONS, calibrateOn: 'heldOut', isUsual: true });
    const { scores, autoThreshold } = scoreWith(fitted, sessions(1000, 4, 5));
    expect(autoThreshold.rule).toBe('usual');
    const flagged = [...scores.keys()].filter((unit) => scores[unit]! > autoThreshold.threshold);
    expect(flagged.slice(-5)).toEqual([995, 996, 997, 998, 999]);
    expect(flagged.length).toBeLessThanOrEqual(5 + 10);
  });

  it('tells progress that only grows, over all detectors', async () => {
    const seen: FitProgress[] = [];
    await fitDetectors(sessions(200, 3), {
      ...OPTIONS,
      calibrateOn: 'heldOut',
      onProgress: (progress) => seen.push(progress),
    });
    expect(new Set(seen.map(({ detector }) => detector))).toEqual(
      new Set(['baseline', 'novelty', 'isolationForest', 'lstmAutoencoder']),
    );
    const shares = seen.map(({ done }) => done);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBe(0);
  });

  it('will not score windows with what was fitted on sessions', async () => {
    const fitted = await fitDetectors(sessions(100, 3), { ...OPTIONS, calibrateOn: 'training' });
    expect(() => scoreWith(fitted, windowTable([countColumn('a', [1, 2, 3])]))).toThrow(
      expect.objectContaining({ code: 'model.shape-mismatch' }),
    );
  });

  it('scores by the nearest usual session only where training was on usual ones', async () => {
    const names = async (isUsual: boolean) => {
      const { detectors } = await fitDetectors(sessions(60, 3), { ...OPTIONS, calibrateOn: 'heldOut', isUsual });
      return detectors.filter(({ fallback }) => fallback === null).map(({ name }) => name);
    };
    expect(await names(true)).toEqual(['baseline', 'novelty', 'isolationForest', 'nearestPattern']);
    expect(await names(false)).toEqual(['baseline', 'novelty', 'isolationForest']);
  });
});

describe('detectorsFor', () => {
  it('knows detectors however they are written, and by the names people give them', () => {
    const named = (...names: string[]) =>
      detectorsFor(names, { unitKind: 'session', isUsual: false }).map(({ definition }) => definition.name);
    expect(named('LSTM', 'forest')).toEqual(['isolationForest', 'lstmAutoencoder']);
    expect(named('isolation-forest', 'statistical')).toEqual(['baseline', 'isolationForest']);
    expect(named('Ensemble')).toEqual(DETECTORS.map(({ name }) => name));
    expect(() => named('lstn')).toThrow(expect.objectContaining({ code: 'model.unknown-detector' }));
  });

  it('leaves out what is of no use unless it is asked for by name, and then counts it in full', () => {
    const windows = { unitKind: 'window', isUsual: false } as const;
    const names = detectorsFor(null, windows).map(({ definition }) => definition.name);
    expect(names).not.toContain('nearestPattern');
    const asked = detectorsFor(['nearestPattern', 'lstmAutoencoder'], windows);
    expect(asked.map(({ weight }) => weight)).toEqual([1, 0.05]);
  });
});
