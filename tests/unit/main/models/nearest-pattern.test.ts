import { describe, expect, it } from 'vitest';
import { NearestPattern } from '../../../../src-main/models/nearest-pattern.ts';
import { countColumn, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

const usual = sessionTable([
  countColumn('a', [1, 1, 2, 1]),
  countColumn('b', [9, 9, 9, 0]),
  countColumn('c', [0, 0, 1, 0]),
]);

function fitted(): NearestPattern {
  const model = new NearestPattern();
  model.fit(usual, { randomState: 1, isUsual: true });
  return model;
}

describe('NearestPattern', () => {
  it('is the sum of differences of log(1 + count) to the nearest usual session', () => {
    const other = sessionTable([
      countColumn('a', [1, 1, 1, 0]),
      countColumn('b', [9, 10, 9, 0]),
      countColumn('c', [0, 0, 2, 0]),
    ]);
    const scores = [...fitted().score(other)];
    // Seen; one more of nine; (2, 9, 1) is nearer than (1, 9, 0); (1, 0, 0) lacks its only event.
    const expected = [0, Math.log(11 / 10), Math.log(3 / 2) + Math.log(3 / 2), Math.log(2)];
    scores.forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 5));
  });

  it('counts events of templates that training did not know', () => {
    const other = sessionTable([countColumn('a', [1]), countColumn('b', [9]), countColumn('new', [3])]);
    expect(fitted().score(other)[0]).toBeCloseTo(Math.log(4), 5);
    const [first] = fitted().explain(other, 0, 5);
    expect(first).toMatchObject({ templateId: 'new', actual: 3, typical: 0, share: 1 });
  });

  it('explains by what the nearest usual session has', () => {
    const other = sessionTable([countColumn('a', [1]), countColumn('b', [4])]);
    expect(fitted().explain(other, 0, 5)).toMatchObject([{ templateId: 'b', actual: 4, typical: 9, share: 1 }]);
    expect(fitted().explain(usual, 0, 5)).toEqual([]);
  });

  it('does not learn from units that may be anomalous, nor from windows', () => {
    const refused = expect.objectContaining({ code: 'model.cannot-fit' });
    expect(() => new NearestPattern().fit(usual, { randomState: 1 })).toThrow(refused);
    const windows = windowTable([countColumn('a', [1, 2, 3])]);
    expect(() => new NearestPattern().fit(windows, { randomState: 1, isUsual: true })).toThrow(refused);
  });

  it('refuses a file whose patterns point outside themselves', () => {
    const state = fitted().save();
    const refused = expect.objectContaining({ code: 'model.bad-state' });
    for (const broken of [
      { columns: state.parameters['columns'], count: 99 },
      { columns: Int32Array.of(7, 7, 7, 7, 7, 7, 7, 7) },
      { starts: Int32Array.of(0, 5, 2, 8) },
    ]) {
      const load = () => new NearestPattern().load({ ...state, parameters: { ...state.parameters, ...broken } });
      expect(load).toThrow(refused);
    }
  });
});
