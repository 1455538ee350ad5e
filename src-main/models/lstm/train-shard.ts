import { Autoencoder, TILE } from './autoencoder.ts';
import type { LstmKernel } from './kernel.ts';
import { initialise } from './parameters.ts';
import type { SequenceSet } from './sequence-set.ts';
import { PARTS, type ShardExchange } from './shard-exchange.ts';
import { epochOrder, splitSequences, totalWeight, type TrainingPlan } from './training-plan.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

export interface TrainedNetwork {
  /** Parameters with the lowest validation loss, as `Autoencoder.view` lays them out. */
  readonly parameters: Float32Array;
  /** Mean error a step on held-out sequences after each epoch. */
  readonly validationLosses: readonly number[];
  /** Index of the epoch the parameters are from. */
  readonly bestEpoch: number;
}

export interface ShardOptions {
  readonly plan: TrainingPlan;
  readonly set: SequenceSet;
  readonly exchange: ShardExchange;
  /** This thread and how many there are. */
  readonly shard: number;
  readonly shards: number;
  readonly createKernel: (bytes: number) => LstmKernel;
}

/**
 * One thread's share of a training. Every thread holds the whole network, works out the gradients of its parts of each
 * batch, meets the others, and takes the same step from the same sum: all end with equal parameters, bit for bit the
 * same for any number of threads.
 * @throws CancelledError when the exchange was stopped.
 */
export function trainShard(options: ShardOptions): TrainedNetwork {
  const { plan, set, exchange } = options;
  const trainer = new ShardTrainer(options);
  const { training, validation } = splitSequences(set.count, plan);
  const losses: number[] = [];
  let best = Infinity;
  let bestEpoch = 0;
  let parameters = new Float32Array(0);
  for (let epoch = 0; epoch < plan.maxEpochs; epoch++) {
    const order = epochOrder(training, epoch, plan);
    for (let at = 0; at < order.length; at += plan.batchSize) {
      const done = (epoch + at / order.length) / plan.maxEpochs;
      trainer.step(order.subarray(at, at + plan.batchSize), scheduledRate(plan, done));
      if (options.shard === 0) exchange.report({ epoch: epoch + 1, done, validationLoss: losses.at(-1) ?? 0 });
    }
    const loss = trainer.validate(validation);
    losses.push(loss);
    if (loss < best) {
      best = loss;
      bestEpoch = epoch;
      parameters = trainer.copyParameters();
    } else if (epoch - bestEpoch >= plan.patience) break;
  }
  return { parameters, validationLosses: losses, bestEpoch };
}

/** Falls from the plan's rate to zero along half a cosine (Loshchilov and Hutter 2017): the end settles what the start found. */
function scheduledRate({ learningRate }: TrainingPlan, done: number): number {
  return 0.5 * learningRate * (1 + Math.cos(Math.PI * done));
}

class ShardTrainer {
  readonly #options: ShardOptions;
  readonly #network: Autoencoder;
  readonly #errors: Float32Array;
  readonly #scales = new Float32Array(TILE);
  #round = 0;
  #steps = 0;

  constructor(options: ShardOptions) {
    const { plan, createKernel } = options;
    this.#options = options;
    this.#network = new Autoencoder(plan.shape, createKernel);
    this.#errors = new Float32Array(TILE * plan.shape.steps);
    initialise(plan.shape, this.#network.view(this.#network.weights), plan.randomState);
  }

  copyParameters(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#network.view(this.#network.weights));
  }

  /** One step of the optimiser on a batch. */
  step(batch: Int32Array, learningRate: number): void {
    const network = this.#network;
    const { set, exchange } = this.#options;
    const total = totalWeight(set, batch);
    network.prepareBackward();
    this.#eachPart((part) => {
      network.view(network.gradients).fill(0);
      this.#eachTile(batch, part, (tile) => {
        network.load(set, tile);
        network.forward();
        tile.forEach((sequence, row) => (this.#scales[row] = set.weights[sequence]! / total));
        network.measure(this.#scales, this.#errors);
        network.backward();
      });
      exchange.gradients(this.#round, part).set(network.view(network.gradients));
    });
    exchange.meet();
    this.#sumGradients();
    this.#round++;
    this.#descend(learningRate);
  }

  /** Mean error a step over sequences, by their weights. */
  validate(sequences: Int32Array): number {
    const network = this.#network;
    const { set, exchange, plan } = this.#options;
    const { steps } = plan.shape;
    this.#scales.fill(0);
    this.#eachPart((part) => {
      let sum = 0;
      this.#eachTile(sequences, part, (tile) => {
        network.load(set, tile);
        network.forward();
        network.measure(this.#scales, this.#errors);
        tile.forEach((sequence, row) => {
          for (let step = 0; step < steps; step++) sum += set.weights[sequence]! * this.#errors[row * steps + step]!;
        });
      });
      exchange.losses(this.#round, part)[0] = sum;
    });
    exchange.meet();
    let sum = 0;
    for (let part = 0; part < PARTS; part++) sum += exchange.losses(this.#round, part)[0]!;
    this.#round++;
    return sum / totalWeight(set, sequences);
  }

  #eachPart(work: (part: number) => void): void {
    const { shard, shards, exchange } = this.#options;
    for (let part = shard; part < PARTS; part += shards) {
      exchange.throwIfStopped();
      work(part);
    }
  }

  #eachTile(sequences: Int32Array, part: number, work: (tile: Int32Array) => void): void {
    for (let at = part * TILE; at < sequences.length; at += PARTS * TILE) work(sequences.subarray(at, at + TILE));
  }

  #sumGradients(): void {
    const { exchange } = this.#options;
    const sum = this.#network.view(this.#network.gradients);
    const [a, b, c, d] = Array.from({ length: PARTS }, (_, part) => exchange.gradients(this.#round, part));
    for (let i = 0; i < sum.length; i++) sum[i] = a![i]! + b![i]! + (c![i]! + d![i]!);
  }

  #descend(learningRate: number): void {
    const { maxGradientNorm } = this.#options.plan;
    const { kernel, weights, gradients, moments, parameterCount } = this.#network;
    this.#steps++;
    const norm = Math.sqrt(kernel.sumSquares(gradients, parameterCount));
    const scale = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
    const correction = Math.sqrt(1 - BETA2 ** this.#steps);
    kernel.adamStep(
      weights,
      gradients,
      moments.means,
      moments.squares,
      parameterCount,
      scale,
      (learningRate * correction) / (1 - BETA1 ** this.#steps),
      BETA1,
      BETA2,
      EPSILON * correction,
    );
  }
}
