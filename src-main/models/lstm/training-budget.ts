import { Random } from '../random.ts';
import { type SequenceSet, sharedIntegers, sharedNumbers } from './sequence-set.ts';
import { DEFAULT_TRAINING, type TrainingPlan } from './training-plan.ts';

/** Sequences learned from at most: a larger set is thinned. */
const MAX_SEQUENCES = 4096;
/** Of these, so many are the heaviest; the others are drawn from the rest and stand for it. */
const HEAVIEST = 2048;
/** Steps a training may go through, over all epochs: about three seconds of one core. */
const MAX_STEPS = 1_600_000;
const MIN_EPOCHS = 8;

/** Epochs that keep a training of so many sequences within its budget. */
export function epochsFor(count: number, steps: number): number {
  const affordable = Math.floor(MAX_STEPS / Math.max(1, count * steps));
  return Math.max(MIN_EPOCHS, Math.min(DEFAULT_TRAINING.maxEpochs, affordable));
}

/** The plan for a set of sequences. */
export function planTraining(set: SequenceSet, shape: TrainingPlan['shape'], randomState: number): TrainingPlan {
  return { ...DEFAULT_TRAINING, shape, maxEpochs: epochsFor(set.count, set.steps), randomState };
}

/** At most MAX_SEQUENCES of a set, by weight and by lot; weights of the drawn ones are raised to stand for the others. */
export function thinSequences(set: SequenceSet, randomState: number, most = MAX_SEQUENCES): SequenceSet {
  if (set.count <= most) return set;
  const heavy = Math.min(HEAVIEST, most >> 1);
  const order = [...set.weights.keys()].sort((a, b) => set.weights[b]! - set.weights[a]! || a - b);
  const rest = order.slice(heavy);
  const random = new Random(randomState);
  for (let i = 0; i < most - heavy; i++) {
    const j = i + random.below(rest.length - i);
    const held = rest[i]!;
    rest[i] = rest[j]!;
    rest[j] = held;
  }
  const drawn = rest.slice(0, most - heavy);
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
