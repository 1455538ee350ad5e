import { describe, expect, it } from 'vitest';
import { evaluateUnits } from '../../../../../src-main/pipelines/analysis/label-units.ts';
import { parseLabels } from '../../../../../src-main/pipelines/analysis/read-labels.ts';
import { unitIdOf } from '../../../../../src-main/pipelines/analysis/unit-ids.ts';
import { countColumn, sessionTable, windowTable } from '../../../../helpers/feature-tables.ts';

const MINUTE_NS = 60_000_000_000n;

describe('parseLabels', () => {
  it('reads labels by session or id and ignores further columns', () => {
    const labels = parseLabels('session,label,part\r\nblk_1,0,train\r\nblk_-2,1,test\r\n');
    expect([...labels.byId]).toEqual([
      ['blk_1', false],
      ['blk_-2', true],
    ]);
    expect(parseLabels('\uFEFFid,label\n"a,b",true\n').byId.get('a,b')).toBe(true);
  });

  it('reads intervals to the nanosecond, with and without labels', () => {
    const [first] = parseLabels('start,end,label\n1970-01-01T00:00:01.5Z,1970-01-01T01:00:02+01:00,0\n').intervals;
    expect(first).toEqual({ startNs: 1_500_000_000n, endNs: 2_000_000_000n, isAnomalous: false });
    const [planted] = parseLabels('start,end,kind\n1970-01-01T00:00:00Z,1970-01-01T00:01:00Z,spike\n').intervals;
    expect(planted).toEqual({ startNs: 0n, endNs: MINUTE_NS, isAnomalous: true });
  });

  it('names what is wrong', () => {
    expect(() => parseLabels('a,b\n1,2\n')).toThrow(expect.objectContaining({ code: 'labels.no-columns' }));
    expect(() => parseLabels('id,label\nx,maybe\n')).toThrow(/Line 2.*maybe/);
    expect(() => parseLabels('start,end,label\nyesterday,today,1\n')).toThrow(/Line 2.*yesterday/);
  });
});

describe('evaluateUnits', () => {
  it('calls a window anomalous when an interval covers half of it', () => {
    const { units } = windowTable([countColumn('a', [1, 1, 1, 1])]);
    const labels = parseLabels('start,end\n1970-01-01T00:01:30Z,1970-01-01T00:02:29Z\n');
    // Window 1 is covered by exactly half, window 2 by less.
    const scores = Float64Array.of(0.1, 0.9, 0.8, 0.2);
    expect(evaluateUnits(units, labels, scores, 0.85)).toMatchObject({ precision: 1, recall: 1, f1: 1, rocAuc: 1 });
    expect(evaluateUnits(units, labels, scores, 0.5)).toMatchObject({ precision: 0.5, recall: 1 });
  });

  it('adds up intervals within one window', () => {
    const { units } = windowTable([countColumn('a', [1, 1])]);
    const labels = parseLabels(
      'start,end\n1970-01-01T00:00:00Z,1970-01-01T00:00:20Z\n1970-01-01T00:00:40Z,1970-01-01T00:01:00Z\n',
    );
    expect(evaluateUnits(units, labels, Float64Array.of(1, 0), 0.5)).toMatchObject({ precision: 1, recall: 1 });
  });

  it('leaves out sessions without a label and is null when none has one', () => {
    const { units } = sessionTable([countColumn('a', [1, 1, 1])]);
    const labels = parseLabels('session,label\ns0,1\ns2,0\n');
    expect(evaluateUnits(units, labels, Float64Array.of(0.9, 0.9, 0.1), 0.5)).toMatchObject({
      precision: 1,
      recall: 1,
    });
    expect(evaluateUnits(units, parseLabels('session,label\nother,1\n'), new Float64Array(3), 0.5)).toBeNull();
  });
});

describe('unitIdOf', () => {
  it('is the start of a window, or the key of a session', () => {
    expect(unitIdOf(windowTable([countColumn('a', [1, 1])]).units, 1)).toBe('1970-01-01T00:01:00Z');
    expect(unitIdOf(sessionTable([countColumn('a', [1])]).units, 0)).toBe('s0');
  });
});
