import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBatch, EventDimensions } from '../../../../../src-main/features/event-batch.ts';
import { LINKED_SECONDS, WindowAccumulator } from '../../../../../src-main/features/window-accumulator.ts';
import { planWindows } from '../../../../../src-main/features/window-plan.ts';
import { KeyIndex } from '../../../../../src-main/pipelines/analysis/key-index.ts';

const TEMPLATES = 3;
const DIMENSIONS: EventDimensions = {
  templateIds: ['ta', 'tb', 'tc'],
  templateTexts: ['a', 'b', 'c'],
  services: [],
  hosts: [],
  numberSlots: [],
  keySlots: [],
  sessions: [],
};

function lookUp(keys: KeyIndex, hashes: readonly number[], seconds: readonly number[]): number[] {
  const into = new Int32Array(hashes.length);
  keys.lookUp(Uint32Array.from(hashes), Float64Array.from(seconds), into, hashes.length);
  return [...into];
}

/** Every key an index of its own for good: what forgetting must not be told from. */
function rememberAll(hashes: readonly number[]): number[] {
  const indices = new Map<number, number>();
  return hashes.map((hash) => {
    if (hash === 0) return -1;
    const index = indices.get(hash) ?? indices.size;
    indices.set(hash, index);
    return index;
  });
}

function featuresOf(seconds: readonly number[], templates: readonly number[], sessions: readonly number[]) {
  const batch: EventBatch = {
    length: seconds.length,
    timeSeconds: Float64Array.from(seconds),
    template: Int32Array.from(templates),
    severity: new Uint8Array(seconds.length),
    service: new Int32Array(seconds.length).fill(-1),
    host: new Int32Array(seconds.length).fill(-1),
    session: Int32Array.from(sessions),
    numbers: [],
    keys: [],
  };
  const plan = planWindows({
    firstSeconds: seconds[0]!,
    lastSeconds: seconds.at(-1)!,
    events: seconds.length,
    windowSeconds: 600,
    stepSeconds: null,
  });
  const accumulator = new WindowAccumulator(plan, DIMENSIONS);
  accumulator.add(batch);
  return accumulator.finish().columns;
}

describe('KeyIndex', () => {
  it('keeps the index of a key that goes on', () => {
    const keys = new KeyIndex();
    const seconds = [0, 1000, 2000, 3000, 4000, 5000];
    expect(lookUp(keys, [7, 7, 7, 7, 7, 7], seconds)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('gives no index to no key', () => {
    expect(lookUp(new KeyIndex(), [0, 9, 0], [0, 1, 2])).toEqual([-1, 0, -1]);
  });

  it('gives the indices of keys that are over to others', () => {
    const keys = new KeyIndex();
    const count = 200_000;
    // One key a second, each for a moment only: no more than two spans of keys are in use.
    for (let from = 0; from < count; from += 10_000) {
      const hashes = Array.from({ length: 10_000 }, (_, i) => from + i + 1);
      lookUp(keys, hashes, hashes);
    }
    expect(keys.size).toBeLessThanOrEqual(2 * (LINKED_SECONDS + 1));
  });

  it('takes events without a time as those of one moment', () => {
    const keys = new KeyIndex();
    expect(lookUp(keys, [5, 6, 5, 6, 5], [Number.NaN, Number.NaN, Number.NaN, 10, 20])).toEqual([0, 1, 0, 1, 0]);
  });

  it('makes the features that are made when no key is ever forgotten', () => {
    const event = fc.record({
      gap: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3000 })),
      key: fc.integer({ min: 0, max: 12 }),
      template: fc.integer({ min: 0, max: TEMPLATES - 1 }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 2, maxLength: 300 }), (events) => {
        let now = 1_700_000_000;
        const seconds = events.map(({ gap }) => (now += gap));
        const hashes = events.map(({ key }) => key);
        const templates = events.map(({ template }) => template);
        const forgetful = lookUp(new KeyIndex(), hashes, seconds);
        expect(featuresOf(seconds, templates, forgetful)).toEqual(featuresOf(seconds, templates, rememberAll(hashes)));
      }),
      { numRuns: 200 },
    );
  });
});
