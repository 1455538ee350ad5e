import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Autoencoder, TILE } from '../../../src-main/models/lstm/autoencoder.ts';
import type { LstmKernel } from '../../../src-main/models/lstm/kernel.ts';
import type { NetworkShape } from '../../../src-main/models/lstm/network-shape.ts';
import { exportParameters, initialise } from '../../../src-main/models/lstm/parameters.ts';
import { createPlainKernel } from '../../../src-main/models/lstm/plain-kernel.ts';
import { consecutiveStarts, type SequenceSet } from '../../../src-main/models/lstm/sequence-set.ts';
import { openKernels } from '../../../src-main/models/lstm/wasm-kernel.ts';
import { Random } from '../../../src-main/models/random.ts';

const SEQUENCES = 11;
const SHAPES: readonly NetworkShape[] = [
  { input: 'features', width: 20, steps: 7, outer: 32, code: 16 },
  { input: 'tokens', width: 20, steps: 7, outer: 32, code: 16 },
];
const KERNELS: readonly (readonly [string, (bytes: number) => LstmKernel])[] = [
  ['compiled', openKernels()],
  ['plain', createPlainKernel],
];

function makeSet(shape: NetworkShape): SequenceSet {
  const random = new Random(3);
  const { steps, width } = shape;
  const isTokens = shape.input === 'tokens';
  return {
    count: SEQUENCES,
    steps,
    width,
    features: isTokens ? null : Float32Array.from({ length: SEQUENCES * steps * width }, () => 2 * random.next() - 1),
    tokens: isTokens ? Int32Array.from({ length: SEQUENCES * steps }, () => random.below(width)) : null,
    starts: consecutiveStarts(SEQUENCES, steps),
    weights: new Float32Array(SEQUENCES).fill(1),
  };
}

/** The same network in tfjs, with the same parameters. */
function makeReference(shape: NetworkShape, named: Readonly<Record<string, Float32Array>>): tf.Sequential {
  const { steps, width, outer, code } = shape;
  const lstm = (units: number, returnSequences: boolean) =>
    tf.layers.lstm({ units, returnSequences, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [steps, width] }),
      lstm(outer, true),
      lstm(code, false),
      tf.layers.repeatVector({ n: steps }),
      lstm(outer, true),
      tf.layers.timeDistributed({ layer: tf.layers.dense({ units: width }) }),
    ],
  });
  const tensors = Object.values(named).map((values, i) => tf.tensor(values, model.weights[i]!.shape as number[]));
  model.setWeights(tensors);
  return model;
}

function referenceGradients(shape: NetworkShape, set: SequenceSet, model: tf.Sequential) {
  return tf.tidy(() => {
    const inputs =
      set.tokens === null
        ? tf.tensor3d(set.features!, [SEQUENCES, shape.steps, shape.width])
        : tf.oneHot(tf.tensor2d(set.tokens, [SEQUENCES, shape.steps], 'int32'), shape.width).toFloat();
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { value, grads } = tf.variableGrads(() => {
      const outputs = model.apply(inputs) as tf.Tensor3D;
      const loss: tf.Scalar =
        set.tokens === null
          ? tf.losses.meanSquaredError(inputs, outputs)
          : tf.neg(tf.mean(tf.sum(tf.mul(inputs, tf.logSoftmax(outputs)), -1)));
      return loss;
    }, variables);
    return {
      loss: value.dataSync()[0]!,
      gradients: variables.map((variable) => Float32Array.from(grads[variable.name]!.dataSync())),
    };
  });
}

describe.each(SHAPES)('the autoencoder over $input', (shape) => {
  const set = makeSet(shape);
  let reference: { loss: number; gradients: Float32Array[] };
  let names: string[];

  beforeAll(async () => {
    await tf.setBackend('cpu');
    const network = new Autoencoder(shape, createPlainKernel);
    initialise(shape, network.view(network.weights), 42);
    const named = exportParameters(shape, network.view(network.weights));
    names = Object.keys(named);
    reference = referenceGradients(shape, set, makeReference(shape, named));
  });

  it.each(KERNELS)('has the loss and gradients of tfjs within 1e-4 (%s kernel)', (_, create) => {
    const network = new Autoencoder(shape, create);
    initialise(shape, network.view(network.weights), 42);
    network.prepareBackward();
    const sequences = Array.from({ length: SEQUENCES }, (_, i) => i);
    const errors = new Float32Array(TILE * shape.steps);
    network.load(set, sequences);
    network.forward();
    network.measure(
      sequences.map(() => 1 / (SEQUENCES * shape.steps)),
      errors,
    );
    network.backward();
    const real = errors.subarray(0, SEQUENCES * shape.steps);
    expect(real.reduce((sum, error) => sum + error, 0) / real.length).toBeCloseTo(reference.loss, 5);
    const gradients = exportParameters(shape, network.view(network.gradients));
    names.forEach((name, at) => {
      const expected = reference.gradients[at]!;
      const actual = gradients[name]!;
      expect(actual.length, name).toBe(expected.length);
      const size = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0));
      const off = Math.sqrt(expected.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0));
      expect(size, name).toBeGreaterThan(1e-6);
      expect(off / size, name).toBeLessThan(1e-4);
    });
  });
});
