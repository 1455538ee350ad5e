import { describe, expect, it } from 'vitest';
import { compareFeatures, holdTable } from '../../../../src-main/models/held-study.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { levelsOf, studyOf } from '../../../../src-main/models/window-study.ts';
import { countColumn, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

/** Poisson-like counts: so many coin tosses a window. */
function counts(seed: number, windows: number, mean: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: windows }, () => {
    let count = 0;
    for (let i = 0; i < 4 * mean; i++) if (random.next() < 0.25) count++;
    return count;
  });
}

const table = (seed: number, means: Readonly<Record<string, number>>, windows = 200) =>
  windowTable(Object.entries(means).map(([name, mean], i) => countColumn(name, counts(seed + i, windows, mean))));

const USUAL = { all: 40, a: 30, b: 8 };

describe('levelsOf', () => {
  it('spans the level of each count, widened by what so short a log leaves open', () => {
    const { levels, windows } = levelsOf(table(1, USUAL))!;
    expect(windows).toBe(200);
    for (const { spec, low, high } of levels) {
      const mean = USUAL[spec.lineage.templateId as keyof typeof USUAL];
      expect(low).toBeLessThan(0.7 * mean);
      expect(low).toBeGreaterThan(0.3 * mean);
      expect(high).toBeGreaterThan(1.5 * mean);
      expect(high).toBeLessThan(3 * mean);
    }
  });

  it('knows nothing of sessions', () => {
    expect(levelsOf(sessionTable([countColumn('a', [1, 2, 3])]))).toBeNull();
  });
});

describe('a study held against levels', () => {
  const usual = levelsOf(table(1, USUAL))!;
  const surprises = (means: Readonly<Record<string, number>>, name: string) => {
    const held = holdTable(table(7, means), usual);
    return studyOf(held).columns.find(({ column }) => column.spec.lineage.templateId === name)!.findings;
  };

  it('is that of the table itself within the levels', () => {
    const own = table(9, USUAL);
    const held = studyOf(holdTable(own, usual));
    expect(held.columns.map(({ findings }) => findings)).toEqual(studyOf(own).columns.map(({ findings }) => findings));
  });

  it('finds a count that is too high in every window, and says that the model is the yardstick', () => {
    const { rows, surprise, isByModel } = surprises({ ...USUAL, b: 32 }, 'b');
    expect(rows).toHaveLength(200);
    expect(Math.min(...surprise)).toBeGreaterThan(2);
    expect(isByModel!.every((flag) => flag === 1)).toBe(true);
  });

  it('finds a count that is too low, and one that never comes', () => {
    const { surprise } = surprises({ ...USUAL, b: 2 }, 'b');
    expect(surprise.filter((one) => one < -2).length).toBeGreaterThan(150);
    const held = holdTable(table(7, { all: 40, a: 30 }), usual);
    expect(held.columns.map(({ spec }) => spec.lineage.templateId)).toEqual(['all', 'a', 'b']);
    const missing = studyOf(held).columns.at(-1)!;
    expect(missing.findings.rows.length).toBeGreaterThan(190);
    expect(Math.max(...missing.findings.surprise)).toBeLessThan(-1);
  });

  it('is not tried where windows are of another length or features of another log', () => {
    expect(compareFeatures(table(1, { x: 5, y: 5, z: 5 }), usual).refusal).toMatch(/0 of 3 features/);
    expect(holdTable(table(1, { x: 5, y: 5, z: 5 }), usual).usual).toBeUndefined();
    const other = { ...usual, windowSeconds: usual.windowSeconds * 2 };
    expect(compareFeatures(table(1, USUAL), other).refusal).toMatch(/windows of/);
  });
});
