import { describe, expect, it } from 'vitest';
import { type EventIndex, eventIdAt, eventIdsOf, rowOfEvent } from '../../../../src-main/lake/event-index.ts';

const list = (ids: Uint32Array | null, count: number, isAscending: boolean): EventIndex => {
  return { ids, count, isAscending, sql: '', revision: 1, filter: {} };
};
const identity = list(null, 5, true);
const filtered = list(Uint32Array.of(2, 4, 9), 3, true);
const byTime = list(Uint32Array.of(4, 0, 2), 3, false);

describe('event lists', () => {
  it('give ids by row, with or without a list of ids', () => {
    expect([eventIdAt(identity, 3), eventIdAt(filtered, 2), eventIdAt(byTime, 0)]).toEqual([3, 9, 4]);
    expect(() => eventIdAt(filtered, 3)).toThrow(RangeError);
    expect(() => eventIdAt(filtered, -1)).toThrow(RangeError);
  });

  it('cut pages at both ends', () => {
    expect([...eventIdsOf(identity, 3, 10)]).toEqual([3, 4]);
    expect([...eventIdsOf(filtered, 1, 1)]).toEqual([4]);
    expect([...eventIdsOf(filtered, 7, 2)]).toEqual([]);
    expect([...eventIdsOf(filtered, 1, -2)]).toEqual([]);
  });

  it('find the row of an event, or -1', () => {
    expect([0, 4, 5, -1].map((id) => rowOfEvent(identity, id))).toEqual([0, 4, -1, -1]);
    expect([2, 3, 9, 10].map((id) => rowOfEvent(filtered, id))).toEqual([0, -1, 2, -1]);
    expect([2, 3].map((id) => rowOfEvent(byTime, id))).toEqual([2, -1]);
  });
});
