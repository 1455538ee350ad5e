import { describe, expect, it } from 'vitest';
import { CancelledError } from '#shared/base/errors.ts';
import { measureAside } from '../../../src-main/models/lstm/measure-aside.ts';
import type { NetworkShape } from '../../../src-main/models/lstm/network-shape.ts';
import { exportParameters } from '../../../src-main/models/lstm/parameters.ts';
import { Reconstruction } from '../../../src-main/models/lstm/reconstruction.ts';
import { consecutiveStarts, type SequenceSet } from '../../../src-main/models/lstm/sequence-set.ts';
import { trainNetwork } from '../../../src-main/models/lstm/trainer.ts';
import { DEFAULT_TRAINING, type TrainingPlan } from '../../../src-main/models/lstm/training-plan.ts';
import { Random } from '../../../src-main/models/random.ts';

const SHAPE: NetworkShape = { input: 'tokens', width: 6, steps: 9, outer: 32, code: 16 };

/** Sequences that count up by one, from a start and with a padding by lot. */
function countingSequences(count: number): SequenceSet {
  const random = new Random(8);
  const tokens = Int32Array.from({ length: count * SHAPE.steps }, () => -1);
  for (let row = 0; row < count; row++) {
    const start = random.below(SHAPE.width);
    const padding = random.below(3);
    for (let step = padding; step < SHAPE.steps; step++)
      tokens[row * SHAPE.steps + step] = (start + step) % SHAPE.width;
  }
  return {
    count,
    steps: SHAPE.steps,
    width: SHAPE.width,
    features: null,
    tokens,
    starts: consecutiveStarts(count, SHAPE.steps),
    weights: Float32Array.from({ length: count }, (_, i) => 1 + (i % 3)),
  };
}

const PLAN: TrainingPlan = { ...DEFAULT_TRAINING, shape: SHAPE, maxEpochs: 12, randomState: 3 };

describe('trainNetwork', () => {
  it('ends with the same parameters, bit for bit, on one, two and three threads', async () => {
    const set = countingSequences(150);
    const plan = { ...PLAN, maxEpochs: 3 };
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => trainNetwork(plan, set, { threads })));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(one!.parameters.some((value) => value !== 0)).toBe(true);
  });

  it('learns to rebuild what it was shown and not what it was not', async () => {
    const set = countingSequences(300);
    const plan = { ...PLAN, maxEpochs: 40 };
    const seen: number[] = [];
    const trained = await trainNetwork(plan, set, { threads: 2, onProgress: ({ done }) => seen.push(done) });
    expect(trained.validationLosses.at(-1)).toBeLessThan(0.5 * trained.validationLosses[0]!);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const network = new Reconstruction(SHAPE, exportParameters(SHAPE, trained.parameters));
    const backwards = { ...set, tokens: set.tokens!.map((token) => (token < 0 ? token : SHAPE.width - 1 - token)) };
    const mean = (errors: Float32Array) => errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean(network.errors(backwards))).toBeGreaterThan(4 * mean(network.errors(set)));
  });

  it('measures on threads of their own to the last bit as on this one, and can be cancelled', async () => {
    const set = countingSequences(300);
    const { parameters } = await trainNetwork({ ...PLAN, maxEpochs: 2 }, set, { threads: 1 });
    const input = { shape: SHAPE, parameters: exportParameters(SHAPE, parameters), set };
    const errors = await measureAside(input, undefined);
    expect(errors).toEqual(new Reconstruction(SHAPE, input.parameters).errors(set));
    expect(errors.some((error) => error > 0)).toBe(true);
    const cancel = new AbortController();
    const measuring = measureAside(input, cancel.signal);
    cancel.abort();
    await expect(measuring).rejects.toThrow(CancelledError);
    // However the sequences are cut for the threads, and with threads that worked before or were cancelled.
    for (const count of [1, 15, 16, 17, 33, 100]) {
      const some = countingSequences(count);
      const whole = new Reconstruction(SHAPE, input.parameters).errors(some);
      expect(await measureAside({ ...input, set: some }, undefined)).toEqual(whole);
    }
  });

  it('stops at once when cancelled', async () => {
    const cancel = new AbortController();
    const training = trainNetwork({ ...PLAN, maxEpochs: 100_000, patience: 100_000 }, countingSequences(2000), {
      threads: 2,
      signal: cancel.signal,
    });
    const settled = training.catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const cancelledMs = performance.now();
    cancel.abort();
    expect(await settled).toBeInstanceOf(CancelledError);
    expect(performance.now() - cancelledMs).toBeLessThan(1000);
  });
});
