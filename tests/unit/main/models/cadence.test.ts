import { describe, expect, it } from 'vitest';
import { CadenceModel } from '../../../../src-main/models/cadence.ts';
import { StatisticalBaseline } from '../../../../src-main/models/statistical-baseline.ts';
import type { FeatureColumn } from '#shared/domain/feature-table.ts';
import { NO_LINEAGE } from '#shared/domain/feature-table.ts';
import { countColumn, overdueColumn, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

const WINDOWS = 200;

function scoresOf(columns: readonly FeatureColumn[]): number[] {
  const table = windowTable([
    countColumn(
      'a',
      Array.from({ length: WINDOWS }, () => 3),
    ),
    ...columns,
  ]);
  const model = new CadenceModel();
  model.fit(table, { randomState: 1 });
  return [...model.score(table)];
}

function serviceCounts(values: readonly number[]): FeatureColumn {
  const column = countColumn('x', values);
  return {
    ...column,
    spec: { ...column.spec, name: 'events service=api', lineage: { ...NO_LINEAGE, service: 'api' } },
  };
}

function unanswered(ends: ReadonlyMap<number, number>): FeatureColumn {
  const column = overdueColumn(ends, 500);
  return { ...column, spec: { ...column.spec, name: 'unanswered template=beat', unit: 'events' } };
}

describe('CadenceModel', () => {
  it('finds overdue beats, surer the longer the rhythm was kept', () => {
    const young = scoresOf([overdueColumn(new Map([[50, 1]]), 20)]);
    const old = scoresOf([overdueColumn(new Map([[50, 1]]), 2000)]);
    expect(young[50]).toBeCloseTo(3 + Math.log10(20), 12);
    expect(old[50]! - young[50]!).toBeCloseTo(2, 12);
    expect(old.filter((score) => score > 0)).toHaveLength(1);
  });

  it('lets an outage last as long as its whole service is silent', () => {
    const values = Array.from({ length: WINDOWS }, (_, window) => (window >= 47 && window < 56 ? 0 : 5));
    const scores = scoresOf([serviceCounts(values), overdueColumn(new Map([[50, 1]]), 100)]);
    expect(scores.flatMap((score, window) => (score > 0 ? [window] : []))).toEqual([
      47, 48, 49, 50, 51, 52, 53, 54, 55,
    ]);
    const talking = scoresOf([serviceCounts(values.map(() => 5)), overdueColumn(new Map([[50, 1]]), 100)]);
    expect(talking.filter((score) => score > 0)).toHaveLength(1);
  });

  it('finds the one request without an answer, and none where they are no rarity', () => {
    expect(scoresOf([unanswered(new Map([[70, 1]]))])[70]).toBeGreaterThan(3);
    const often = new Map(Array.from({ length: 40 }, (_, i) => [5 * i, 1]));
    expect(Math.max(...scoresOf([unanswered(often)]))).toBeLessThan(1);
  });

  it('is silent without rhythms, and refuses sessions', () => {
    expect(Math.max(...scoresOf([]))).toBe(0);
    expect(() => new CadenceModel().fit(sessionTable([countColumn('a', [1, 2])]), { randomState: 1 })).toThrow(
      'A rhythm is told from windows of time.',
    );
  });

  it('leaves what is missing to itself: no level judges it', () => {
    const table = windowTable([
      countColumn(
        'a',
        Array.from({ length: WINDOWS }, () => 3),
      ),
      overdueColumn(new Map([[50, 1]]), 100),
    ]);
    const baseline = new StatisticalBaseline();
    baseline.fit(table, { randomState: 1 });
    expect(baseline.score(table)[50]).toBe(0);
    expect(baseline.explain(table, 50, 5)).toEqual([]);
  });
});
