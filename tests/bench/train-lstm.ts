/**
 * `train-lstm.js FILE THREADS`: trains the LSTM autoencoder 20 x 32 -> 64 -> 32 -> 64 -> 20 x 32 on windows of row-major 32-bit
 * floats, batches of 256, and scores all of them. Prints the seconds of one epoch and of scoring as JSON, start-up left out.
 */
import { readFileSync } from 'node:fs';
import type { NetworkShape } from '../../src-main/models/lstm/network-shape.ts';
import { exportParameters } from '../../src-main/models/lstm/parameters.ts';
import { Reconstruction } from '../../src-main/models/lstm/reconstruction.ts';
import { consecutiveStarts, type SequenceSet, sharedNumbers } from '../../src-main/models/lstm/sequence-set.ts';
import { trainNetwork } from '../../src-main/models/lstm/trainer.ts';
import { DEFAULT_TRAINING } from '../../src-main/models/lstm/training-plan.ts';

const SHAPE: NetworkShape = { input: 'features', width: 32, steps: 20, outer: 64, code: 32 };
const SHORT_EPOCHS = 1;
const LONG_EPOCHS = 3;
/** A training always validates; next to nothing is held out, as the peer holds out nothing. */
const VALIDATION_SHARE = 0.001;

const [path = '', threads = '1'] = process.argv.slice(2);
const bytes = readFileSync(path);
const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const features = sharedNumbers(rows.length);
features.set(rows);
const count = rows.length / SHAPE.steps / SHAPE.width;
const set: SequenceSet = {
  count,
  steps: SHAPE.steps,
  width: SHAPE.width,
  features,
  tokens: null,
  starts: consecutiveStarts(count, SHAPE.steps),
  weights: sharedNumbers(count).fill(1),
};

const short = await timed(() => train(SHORT_EPOCHS));
const long = await timed(() => train(LONG_EPOCHS));
const network = new Reconstruction(SHAPE, exportParameters(SHAPE, long.result.parameters));
// The first pass compiles what the second one measures.
network.errors(set);
const scoring = await timed(() => network.errors(set));
const epochSeconds = (long.seconds - short.seconds) / (LONG_EPOCHS - SHORT_EPOCHS);
const loss = scoring.result.reduce((sum, error) => sum + error, 0) / scoring.result.length;
process.stdout.write(`${JSON.stringify({ epochSeconds, scoreSeconds: scoring.seconds, loss })}\n`);

function train(epochs: number) {
  const plan = {
    ...DEFAULT_TRAINING,
    shape: SHAPE,
    batchSize: 256,
    learningRate: 0.001,
    maxEpochs: epochs,
    patience: epochs,
    validationShare: VALIDATION_SHARE,
    randomState: 1,
  };
  return trainNetwork(plan, set, { threads: Number(threads) });
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ seconds: number; result: T }> {
  const startedMs = performance.now();
  const result = await work();
  return { seconds: (performance.now() - startedMs) / 1000, result };
}
