import { describe, expect, it } from 'vitest';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { Random } from '../../../../../src-main/models/random.ts';
import { scoreUnits } from '../../../../../src-main/models/score-units.ts';
import { findCounterfactual } from '../../../../../src-main/pipelines/analysis/counterfactual.ts';
import { countColumn, overdueColumn, sessionTable, windowTable } from '../../../../helpers/feature-tables.ts';

const UNITS = 400;
const ODD = [200, 201, 202];
const DETECTORS = ['baseline', 'novelty', 'isolationForest', 'cadence'];

function counts(seed: number, odd: number | null): number[] {
  const random = new Random(seed);
  return Array.from({ length: UNITS }, (_, unit) => {
    const usual = 20 + random.below(9);
    return odd !== null && ODD.includes(unit) ? odd : usual;
  });
}

function windows(): FeatureTable {
  return windowTable([
    countColumn('a', counts(1, 90)),
    countColumn('b', counts(2, null)),
    countColumn('c', counts(3, null)),
  ]);
}

describe('findCounterfactual', () => {
  it('brings the one feature that is off to its level, and scores the rest of the table as it was', async () => {
    const table = windows();
    const scored = await scoreUnits(table, { detectors: DETECTORS, randomState: 1 });
    const threshold = scored.autoThreshold.threshold;
    const before = scored.scores.slice();
    const found = findCounterfactual(scored, ODD, threshold);
    expect(found).toMatchObject({ isNormal: true, threshold });
    expect(found.changes.map(({ feature }) => feature)).toEqual(['events template=a']);
    expect(found.changes[0]!.actual).toBe(90);
    expect(Math.abs(found.changes[0]!.wanted - 24)).toBeLessThan(4);
    expect(found.scoreBefore).toBe(Math.max(...ODD.map((unit) => before[unit]!)));
    expect(found.scoreAfter).toBeLessThanOrEqual(threshold);
    expect(table.columns[0]!.values[200]).toBe(90);
    expect(scored.detectors[0]!.explain(200, 1)[0]).toMatchObject({ templateId: 'a', actual: 90 });
  });

  it('changes nothing of what is normal', async () => {
    const scored = await scoreUnits(windows(), { detectors: DETECTORS, randomState: 1 });
    expect(findCounterfactual(scored, [100], scored.autoThreshold.threshold)).toMatchObject({
      isNormal: true,
      changes: [],
    });
  });

  it('lets a missing beat come', async () => {
    const table = windowTable([countColumn('b', counts(2, null)), overdueColumn(new Map([[200, 1]]), 5000)]);
    const scored = await scoreUnits(table, { detectors: DETECTORS, randomState: 1 });
    const { changes, isNormal } = findCounterfactual(scored, [200], scored.autoThreshold.threshold);
    expect(isNormal).toBe(true);
    expect(changes).toEqual([expect.objectContaining({ unit: 'beats', actual: 1, wanted: 0 })]);
  });

  it('brings the counts of a session to what sessions have', async () => {
    const values = Array.from({ length: UNITS }, (_, unit) => (unit === 200 ? 30 : 1 + (unit % 2)));
    const table = sessionTable([
      countColumn('a', values),
      countColumn(
        'b',
        values.map(() => 2),
      ),
    ]);
    const scored = await scoreUnits(table, { detectors: DETECTORS, randomState: 1 });
    const threshold = scored.autoThreshold.threshold;
    expect(scored.scores[200]!).toBeGreaterThan(threshold);
    const found = findCounterfactual(scored, [200], threshold);
    expect(found.isNormal).toBe(true);
    expect(found.changes).toEqual([expect.objectContaining({ templateId: 'a', actual: 30 })]);
    expect(found.changes[0]!.wanted).toBeLessThanOrEqual(2);
  });
});
