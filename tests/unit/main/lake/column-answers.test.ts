import { describe, expect, it } from 'vitest';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { countByTemplate, countByTime, selectedIds } from '../../../../src-main/lake/column-answers.ts';
import { trySelect } from '../../../../src-main/lake/column-selection.ts';
import { countBits, setBit } from '../../../../src-main/lake/event-bits.ts';
import { type EventColumns, rowAtTime, UNTIMED } from '../../../../src-main/lake/event-columns.ts';

/** Eight events by time; ids are not in that order, and event 2 (row 3) has no time. */
const COLUMNS: EventColumns = {
  count: 8,
  ids: Uint32Array.of(0, 5, 1, 2, 6, 3, 7, 4),
  timeNs: BigInt64Array.of(100n, 110n, 120n, 120n, 120n, 130n, 140n, 190n),
  band: Uint8Array.of(3, 3, 5, 3 | UNTIMED, 4, 3, 5, 6),
  shape: Uint16Array.of(0, 1, 0, 1, 2, 0, 3, 0),
  shapes: [{ templateId: 'a' }, { templateId: 'b' }, { templateId: 'b' }],
  hasUntimed: true,
};
const NO_UNITS = { session: null, hasMultiEventLines: false, unitSpans: [], unitIds: null };
const template = (templateId: string) => ({ templateId, text: templateId, parts: [''], maskNames: [], name: null });

function bitsOf(...ids: number[]): Uint32Array {
  const bits = new Uint32Array(1);
  for (const id of ids) setBit(bits, id);
  return bits;
}

function select(filter: EventFilter, found = new Map<string, Uint32Array>()) {
  const selection = trySelect(filter, NO_UNITS, COLUMNS, found);
  if (selection === null) throw new Error('The columns do not suffice.');
  return selection;
}

describe('a selection of rows', () => {
  it.each<[string, EventFilter, number[]]>([
    ['all', {}, [0, 5, 1, 2, 6, 3, 7, 4]],
    ['from a time on, inclusive, without untimed events', { fromNs: 120n }, [1, 6, 3, 7, 4]],
    ['up to a time, exclusive', { toNs: 120n }, [0, 5]],
    ['levels, untimed events as well', { severityBands: [3] }, [0, 5, 2, 3]],
    ['templates with all their shapes', { templateIds: ['b'] }, [5, 2, 6]],
    ['hidden templates, but events that have none', { hiddenTemplateIds: ['a', 'b'] }, [7]],
    ['all together', { templateIds: ['a', 'b'], severityBands: [3, 5], fromNs: 105n, toNs: 135n }, [5, 1, 3]],
  ])('is by %s', (_what, filter, ids) => {
    expect([...selectedIds(COLUMNS, select(filter))]).toEqual(ids);
  });

  it('joins what was found by AND, negated or not', () => {
    const found = new Map([
      ['text:x', bitsOf(0, 1, 2, 3)],
      ['text:y', bitsOf(1, 3, 7)],
    ]);
    expect([...selectedIds(COLUMNS, select({ query: 'x -y' }, found))]).toEqual([0, 2]);
    expect([...selectedIds(COLUMNS, select({ query: '-x -y' }, found))]).toEqual([5, 6, 4]);
  });

  it('is refused for fields, sources and terms that nobody looked for', () => {
    for (const filter of [{ query: 'level:error' }, { sourceIds: [1] }, { services: ['db'] }, { query: 'x' }]) {
      expect(trySelect(filter, NO_UNITS, COLUMNS, new Map())).toBeNull();
    }
    const ofSession = { ...NO_UNITS, session: 'req', unitIds: ['r1'] };
    expect(trySelect({}, ofSession, COLUMNS, new Map())).toBeNull();
  });

  it('is the spans of windows, each without its end', () => {
    const context = {
      ...NO_UNITS,
      unitIds: ['w'],
      unitSpans: [
        { startNs: 100n, endNs: 120n },
        { startNs: 130n, endNs: 140n },
      ],
    };
    const selection = trySelect({}, context, COLUMNS, new Map());
    expect(selection === null ? null : [...selectedIds(COLUMNS, selection)]).toEqual([0, 5, 3]);
  });
});

describe('counts', () => {
  it('go by time and level, each timed event once', () => {
    const { counts, bucketNs } = countByTime(COLUMNS, select({}), { fromNs: 100n, toNs: 200n, buckets: 4 });
    expect(bucketNs).toBe(25n);
    const bucket = (at: number) => [...counts.subarray(at * 7, at * 7 + 7)];
    expect(bucket(0)).toEqual([0, 0, 0, 2, 1, 1, 0]);
    expect(bucket(1)).toEqual([0, 0, 0, 1, 0, 1, 0]);
    expect(bucket(2)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(bucket(3)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  it('leave out what lies outside of their range or their levels', () => {
    const range = { fromNs: 115n, toNs: 131n, buckets: 1 };
    expect([...countByTime(COLUMNS, select({ severityBands: [3, 4] }), range).counts]).toEqual([0, 0, 0, 1, 1, 0, 0]);
  });

  it('go by template, rare first, with times, levels and the first event', () => {
    const rows = countByTemplate(COLUMNS, select({}), [template('a'), template('b'), template('unused')]);
    expect(
      rows.map(({ templateId, count, firstTimeNs, lastTimeNs, firstEventId, severityBand }) => {
        return [templateId, count, firstTimeNs, lastTimeNs, firstEventId, severityBand];
      }),
    ).toEqual([
      ['b', 3, 110n, 120n, 2, 4],
      ['a', 4, 100n, 190n, 0, 6],
    ]);
    const errors = countByTemplate(COLUMNS, select({ severityBands: [5] }), [template('a'), template('b')]);
    expect(errors.map(({ templateId, count }) => [templateId, count])).toEqual([['a', 1]]);
  });
});

describe('event sets and columns', () => {
  it('count what is set once', () => {
    const bits = new Uint32Array(3);
    expect([0, 31, 31, 32, 95].map((id) => setBit(bits, id))).toEqual([1, 1, 0, 1, 1]);
    expect(countBits(bits)).toBe(4);
  });

  it('find the first row at a time', () => {
    expect([0n, 100n, 101n, 120n, 190n, 191n].map((time) => rowAtTime(COLUMNS, time))).toEqual([0, 0, 1, 2, 7, 8]);
  });
});
