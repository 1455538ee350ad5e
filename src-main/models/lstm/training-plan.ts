import { Random } from '../random.ts';
import type { NetworkShape } from './network-shape.ts';
import { realSteps, type SequenceSet } from './sequence-set.ts';

/** How a network is trained; plain data, the same on every thread. */
export interface TrainingPlan {
  readonly shape: NetworkShape;
  /** Sequences a step of the optimiser; a multiple of 64 keeps every part busy. */
  readonly batchSize: number;
  readonly maxEpochs: number;
  /** Epochs without a better validation loss before training ends. */
  readonly patience: number;
  readonly learningRate: number;
  /** Gradients longer than this are shortened to it. */
  readonly maxGradientNorm: number;
  /** Share of the sequences held out to tell when to stop, 0..0.5. */
  readonly validationShare: number;
  readonly randomState: number;
}

export const DEFAULT_TRAINING = {
  batchSize: 64,
  maxEpochs: 30,
  patience: 8,
  learningRate: 0.01,
  maxGradientNorm: 1,
  validationShare: 0.1,
} as const;

/** Sequence indices in two: what is learned from, and what tells when to stop. */
export interface TrainingSplit {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** Splits at random by the plan's seed; a set too small to hold any out validates on what it trains on. */
export function splitSequences(count: number, plan: TrainingPlan): TrainingSplit {
  const order = shuffled(count, new Random(plan.randomState));
  const held = Math.floor(count * plan.validationShare);
  if (held < 4) return { training: order, validation: order };
  return { training: order.subarray(held), validation: order.subarray(0, held) };
}

/** The order of one epoch's training sequences. */
export function epochOrder(training: Int32Array, epoch: number, plan: TrainingPlan): Int32Array {
  const order = shuffled(training.length, new Random(plan.randomState + 0x1000 * (epoch + 1)));
  return order.map((at) => training[at]!);
}

function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

/** What the errors of some sequences together weigh: weight times steps. */
export function totalWeight(set: SequenceSet, sequences: Int32Array): number {
  let total = 0;
  for (const sequence of sequences) total += set.weights[sequence]! * realSteps(set, sequence);
  return total;
}
