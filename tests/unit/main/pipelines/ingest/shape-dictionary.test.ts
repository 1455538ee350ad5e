import { describe, expect, it } from 'vitest';
import { ShapeDictionary } from '../../../../../src-main/pipelines/ingest/shape-dictionary.ts';

const shape = (id: bigint) => ({
  shapeId: id.toString(16).padStart(16, '0'),
  parts: ['a ', ''],
  maskNames: ['number'],
});

describe('ShapeDictionary', () => {
  it('counts over blocks and lists shapes by first appearance', () => {
    const dictionary = new ShapeDictionary([]);
    dictionary.add([{ shapeId: 7n, shape: shape(7n), count: 2, firstEvent: 5 }], 0);
    dictionary.add(
      [
        { shapeId: 7n, shape: null, count: 3, firstEvent: 0 },
        { shapeId: 1n, shape: shape(1n), count: 1, firstEvent: 1 },
      ],
      100,
    );
    expect(dictionary.uses()).toMatchObject([
      { shapeId: shape(7n).shapeId, count: 5, firstEventId: 5 },
      { shapeId: shape(1n).shapeId, count: 1, firstEventId: 101 },
    ]);
  });

  it('hands the text of a shape to the commit only the first time, also after a restart', () => {
    const before = new ShapeDictionary([]);
    const [fresh] = before.add([{ shapeId: 7n, shape: shape(7n), count: 2, firstEvent: 5 }], 0);
    expect(fresh?.shape).not.toBeNull();
    const resumed = new ShapeDictionary(before.uses());
    const [known] = resumed.add([{ shapeId: 7n, shape: shape(7n), count: 4, firstEvent: 0 }], 50);
    expect(known).toEqual({ shapeId: shape(7n).shapeId, shape: null, count: 4, firstEventId: 50 });
  });

  it('refuses a shape whose text never arrived', () => {
    const dictionary = new ShapeDictionary([]);
    expect(() => dictionary.add([{ shapeId: 7n, shape: null, count: 1, firstEvent: 0 }], 0)).toThrow(/never announced/);
  });
});
