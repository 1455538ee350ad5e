import { Random } from '../random.ts';
import { type NetworkShape, parameterBlocks } from './network-shape.ts';
import { type SequenceSet, sharedIntegers, sharedNumbers } from './sequence-set.ts';
import { DEFAULT_TRAINING, type TrainingPlan } from './training-plan.ts';

/**
 * Sequences learned from at most: a larger set is thinned. Windows overlap and mostly repeat one another, and a network
 * that sees all of them often learns the anomalies as well: fewer rank those higher.
 */
const MAX_SEQUENCES = { tokens: 4096, features: 512 } as const;
/** Half of the sessions are the heaviest; the others are drawn from the rest and stand for it. Windows all weigh the same. */
const HEAVIEST_SHARE = { tokens: 0.5, features: 0 } as const;
/** Multiplications of one training over all epochs: about two seconds of one core for symbols, a tenth for windows. */
const MAX_WORK = { tokens: 5e10, features: 2e9 } as const;
/** Forward and twice as much backward. */
const PASSES = 3;
const MIN_EPOCHS = 5;

/** Epochs that keep a training within its budget; each weight is used once a step and pass. */
export function epochsFor(sequences: number, shape: NetworkShape): number {
  const work = sequences * shape.steps * PASSES * parameterBlocks(shape).length;
  return Math.max(
    MIN_EPOCHS,
    Math.min(DEFAULT_TRAINING.maxEpochs, Math.floor(MAX_WORK[shape.input] / Math.max(1, work))),
  );
}

/** The plan for a set of sequences. */
export function planTraining(set: SequenceSet, shape: NetworkShape, randomState: number): TrainingPlan {
  return { ...DEFAULT_TRAINING, shape, maxEpochs: epochsFor(set.count, shape), randomState };
}

/**
 * At most `most` sequences of a set, by weight and by lot; weights of the drawn ones are raised to stand for the others.
 * @param most Default: what a training can use of this kind of set.
 */
export function thinSequences(set: SequenceSet, randomState: number, most?: number): SequenceSet {
  const input = set.tokens === null ? 'features' : 'tokens';
  const limit = most ?? MAX_SEQUENCES[input];
  if (set.count <= limit) return set;
  const heavy = Math.floor(limit * HEAVIEST_SHARE[input]);
  const order = [...set.weights.keys()].sort((a, b) => set.weights[b]! - set.weights[a]! || a - b);
  const rest = order.slice(heavy);
  const random = new Random(randomState);
  for (let i = 0; i < limit - heavy; i++) {
    const j = i + random.below(rest.length - i);
    const held = rest[i]!;
    rest[i] = rest[j]!;
    rest[j] = held;
  }
  const drawn = rest.slice(0, limit - heavy);
  const weigh = (sequences: readonly number[]): number => sequences.reduce((sum, one) => sum + set.weights[one]!, 0);
  const raise = weigh(rest) / weigh(drawn);
  const chosen = [...order.slice(0, heavy), ...drawn];
  const starts = sharedIntegers(chosen.length);
  const weights = sharedNumbers(chosen.length);
  chosen.forEach((one, i) => {
    starts[i] = set.starts[one]!;
    weights[i] = set.weights[one]! * (i < heavy ? 1 : raise);
  });
  return { ...set, count: chosen.length, starts, weights };
}
