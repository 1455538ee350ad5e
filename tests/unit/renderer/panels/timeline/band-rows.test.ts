import { describe, expect, it } from 'vitest';
import { bandAt, countBandRows, stackBands } from '../../../../../src-renderer/panels/timeline/band-rows.ts';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });

describe('rows of incidents', () => {
  it('keeps one row while nothing overlaps, touching ends included', () => {
    expect(stackBands([span(20, 30), span(0, 10), span(10, 20)])).toEqual([0, 0, 0]);
    expect(stackBands([])).toEqual([]);
  });

  it('opens a row for what lies at the same time, and goes back to the first that is free', () => {
    expect(stackBands([span(0, 100), span(10, 20), span(15, 40), span(30, 50)])).toEqual([0, 1, 2, 1]);
  });

  it('shares the row that is free next once there are rows enough', () => {
    expect(stackBands([span(0, 100), span(1, 50), span(2, 90)], 2)).toEqual([0, 1, 1]);
  });

  it('counts rows, one at least', () => {
    expect(countBandRows([])).toBe(1);
    expect(countBandRows([{ row: 0 }, { row: 3 }])).toBe(4);
  });
});

describe('the incident pointed at', () => {
  const bands = [
    { id: 'low', row: 0, ...span(0, 100) },
    { id: 'best', row: 1, ...span(50, 80) },
  ];

  it('is the one of its row, else the last in order at that time', () => {
    expect(bandAt(bands, 60, 0, 0)?.id).toBe('low');
    expect(bandAt(bands, 60, 0, 1)?.id).toBe('best');
    expect(bandAt(bands, 60, 0, null)?.id).toBe('best');
    expect(bandAt(bands, 20, 0, 1)?.id).toBe('low');
  });

  it('is met by a pointer a little beside it, and none further away', () => {
    expect(bandAt(bands, 103, 5, 0)?.id).toBe('low');
    expect(bandAt(bands, 110, 5, null)).toBeUndefined();
  });
});
