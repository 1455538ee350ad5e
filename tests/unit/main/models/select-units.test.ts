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
  const sessions = (length: number) => sessionTable([countColumn('a', counts.slice(0, length))]);

  it('holds every usual session out once, about a fifth at a time, the same for the same seed', () => {
    const splits = splitForCalibration(sessions(500), true, 7);
    expect(splits.length).toBe(5);
    for (const { training, heldOut, units } of splits) {
      expect(heldOut.units.length).toBeGreaterThan(70);
      expect(heldOut.units.length).toBeLessThan(130);
      expect(training.units.length).toBe(500 - heldOut.units.length);
      expect(heldOut.units.keys).toEqual(Array.from(units, (unit) => `s${unit}`));
    }
    expect(new Set(splits.flatMap(({ units }) => [...units])).size).toBe(500);
    expect(splitForCalibration(sessions(500), true, 7)).toEqual(splits);
  });

  it('holds a fifth of very many usual sessions out once', () => {
    const many = sessionTable([
      countColumn(
        'a',
        Array.from({ length: 10_001 }, (_, i) => i % 7),
      ),
    ]);
    const splits = splitForCalibration(many, true, 7);
    expect(splits.length).toBe(1);
    expect(splits[0]!.units.length).toBeGreaterThan(1800);
    expect(splits[0]!.units.length).toBeLessThan(2200);
  });

  it('holds out the last fifth of windows, so that neither part has holes', () => {
    const [split, ...others] = splitForCalibration(windowTable([countColumn('a', counts)]), false, 7);
    expect(others).toEqual([]);
    expect(split!.training.units.length).toBe(400);
    expect(split!.heldOut.units.startSeconds[0]).toBe(400 * 60);
    expect(split!.heldOut.units.length).toBe(100);
  });

  it('holds nothing out of small tables, nor of sessions that may hold anomalies', () => {
    expect(splitForCalibration(sessions(19), true, 7)).toEqual([]);
    expect(splitForCalibration(sessions(500), false, 7)).toEqual([]);
    expect(splitForCalibration(windowTable([countColumn('a', counts.slice(0, 99))]), true, 7)).toEqual([]);
  });
});
