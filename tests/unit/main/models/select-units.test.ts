import { describe, expect, it } from 'vitest';
import type { FeatureColumn } from '#shared/domain/feature-table.ts';
import { splitForCalibration } from '../../../../src-main/models/hold-out.ts';
import { selectUnits } from '../../../../src-main/models/select-units.ts';
import { countColumn, sampleColumn, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

describe('selectUnits', () => {
  const sparse: FeatureColumn = {
    ...countColumn('sparse', []),
    rows: Int32Array.of(1, 3),
    values: Float64Array.of(10, 30),
  };

  it('keeps the chosen units with their keys, values and weights, sparse columns renumbered', () => {
    const table = sessionTable([countColumn('a', [0, 1, 2, 3]), sampleColumn('mean', 'p', [4, 5, 6, 7], [1, 2, 3, 4])]);
    const part = selectUnits({ ...table, columns: [...table.columns, sparse] }, Int32Array.of(0, 3));
    expect(part.units).toMatchObject({ length: 2, keys: ['s0', 's3'], startSeconds: Float64Array.of(0, 180) });
    expect(part.columns.map(({ rows, values, weights }) => [rows, values, weights])).toEqual([
      [null, Float64Array.of(0, 3), null],
      [null, Float64Array.of(4, 7), Float64Array.of(1, 4)],
      [Int32Array.of(1), Float64Array.of(30), null],
    ]);
  });

  it('keeps a column that holds nothing for the units', () => {
    const part = selectUnits({ ...sessionTable([countColumn('a', [1, 1])]), columns: [sparse] }, Int32Array.of(0));
    expect(part.columns[0]).toMatchObject({ rows: new Int32Array(0), values: new Float64Array(0) });
  });
});

describe('splitForCalibration', () => {
  const counts = Array.from({ length: 500 }, (_, i) => i);

  it('deals sessions out by the seed, about one in five held out and none lost', () => {
    const split = splitForCalibration(sessionTable([countColumn('a', counts)]), 7)!;
    expect(split.heldOut.units.length).toBeGreaterThan(70);
    expect(split.heldOut.units.length).toBeLessThan(130);
    const keys = [...split.training.units.keys!, ...split.heldOut.units.keys!];
    expect(new Set(keys).size).toBe(500);
    expect(splitForCalibration(sessionTable([countColumn('a', counts)]), 7)).toEqual(split);
  });

  it('holds out the last fifth of windows, so that neither part has holes', () => {
    const split = splitForCalibration(windowTable([countColumn('a', counts)]), 7)!;
    expect(split.training.units.length).toBe(400);
    expect(split.heldOut.units.startSeconds[0]).toBe(400 * 60);
    expect(split.heldOut.units.length).toBe(100);
  });

  it('holds nothing out of a small table', () => {
    expect(splitForCalibration(sessionTable([countColumn('a', counts.slice(0, 99))]), 7)).toBeNull();
  });
});
