import { describe, expect, it } from 'vitest';
import { scanRuns } from '../../../../src-main/models/run-scan.ts';

function runsOf(gains: readonly number[], gaps: readonly number[] | null = null): [number, number][] {
  const runs: [number, number][] = [];
  const evidence = { gains: Float64Array.from(gains), gaps: gaps === null ? null : Float64Array.from(gaps) };
  scanRuns(evidence, (from, to) => runs.push([from, to]));
  return runs;
}

describe('scanRuns', () => {
  it('joins places over some that say nothing, and ends where the last one speaks for it', () => {
    expect(runsOf([0, 4, 0, -1, 4, 0, 4, -0.5, 0])).toEqual([[1, 7]]);
  });

  it('ends a run where the evidence against it since its peak is more than 5 nats', () => {
    expect(runsOf([4, 4, -2, -2, -2, 4, 4])).toEqual([
      [0, 2],
      [5, 7],
    ]);
    expect(runsOf([4, 4, -2, -2, 4, 4])).toEqual([[0, 6]]);
  });

  it('counts what lies between two places against them', () => {
    expect(runsOf([4, 4, 4, 4], [0, 1, 6, 1])).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(runsOf([4, 4, 4, 4], [0, 1, 3, 1])).toEqual([[0, 4]]);
  });

  it('leaves out ends that are set apart by more than they add', () => {
    expect(runsOf([3, -2, 6, 6, -2.5, 3])).toEqual([[2, 4]]);
    expect(runsOf([0.5, 0.5, 0.5, 0.5])).toEqual([[0, 4]]);
  });

  it('starts no run at a place whose evidence is no number, and ends', () => {
    expect(runsOf([1, -9, Number.NaN, 4, 4])).toEqual([[3, 5]]);
  });

  it('finds nothing in places that speak against a change, in none, and in single ones', () => {
    expect(runsOf([])).toEqual([]);
    expect(runsOf([-1, -1, -1])).toEqual([]);
    expect(runsOf([-3, 9, -9, 9])).toEqual([]);
  });
});
