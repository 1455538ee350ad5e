import { describe, expect, it } from 'vitest';
import { sparkOf } from '../../../../../src-renderer/panels/incidents/incident-spark.ts';

const limits = { startMs: 0, endMs: 800 };
const sparks = new Map([['t1', Float64Array.from([1, 1, 9, 1, 1, 1, 1, 1])]]);
const at = (ms: number) => BigInt(ms) * 1_000_000n;
const incident = (startMs: number | null, endMs: number | null, templateIds = ['t1', 't2']) => ({
  templateIds,
  startNs: startMs === null ? null : at(startMs),
  endNs: endMs === null ? null : at(endMs),
});

describe('the bars of an incident', () => {
  it('are the counts of its first statement with its own time marked', () => {
    const spark = sparkOf(incident(210, 390), sparks, limits);
    expect(Array.from(spark?.values ?? [])).toEqual([1, 1, 9, 1, 1, 1, 1, 1]);
    expect(spark?.marked).toEqual({ from: 2, to: 4 });
  });

  it('mark at least one bar and never one outside', () => {
    expect(sparkOf(incident(250, 250), sparks, limits)?.marked).toEqual({ from: 2, to: 3 });
    expect(sparkOf(incident(250, null), sparks, limits)?.marked).toEqual({ from: 2, to: 3 });
    expect(sparkOf(incident(800, 900), sparks, limits)?.marked).toEqual({ from: 7, to: 8 });
    expect(sparkOf(incident(-50, 900), sparks, limits)?.marked).toEqual({ from: 0, to: 8 });
  });

  it('are none without a statement, a time or the counts', () => {
    expect(sparkOf(incident(1, 2, []), sparks, limits)).toBeNull();
    expect(sparkOf(incident(null, null), sparks, limits)).toBeNull();
    expect(sparkOf(incident(1, 2), undefined, limits)).toBeNull();
    expect(sparkOf(incident(1, 2), sparks, null)).toBeNull();
  });
});
