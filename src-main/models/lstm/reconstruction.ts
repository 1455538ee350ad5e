import { Autoencoder, TILE } from './autoencoder.ts';
import type { NetworkShape } from './network-shape.ts';
import { importParameters, type NamedParameters } from './parameters.ts';
import type { SequenceSet } from './sequence-set.ts';
import { openKernels } from './wasm-kernel.ts';

const NO_SCALES = new Float32Array(TILE);

/** Consecutive sequences of a set; `first` is a multiple of TILE. */
export interface SequenceRange {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** A trained network that tells how well sequences are reconstructed. */
export class Reconstruction {
  readonly #network: Autoencoder;
  /** Which tile of which sequences the network's output holds. */
  #tile: { readonly set: SequenceSet; readonly first: number } | null = null;

  /** @throws ModelError `model.bad-state` when the parameters do not fit the shape. */
  constructor(shape: NetworkShape, parameters: NamedParameters) {
    this.#network = new Autoencoder(shape, openKernels());
    importParameters(shape, parameters, this.#network.view(this.#network.weights));
  }

  /** The error of every step of the range's sequences, shape [sequences, steps]: mean squared difference, or cross entropy in nats; 0 for padding. */
  errors(set: SequenceSet, range: SequenceRange = { first: 0, end: set.count }): Float32Array {
    const { steps } = this.#network.shape;
    const errors = new Float32Array((range.end - range.first) * steps);
    for (let first = range.first; first < range.end; first += TILE) {
      const rows = Math.min(TILE, range.end - first);
      this.#forward(set, first, rows);
      const from = (first - range.first) * steps;
      this.#network.measure(NO_SCALES, errors.subarray(from, from + rows * steps));
    }
    // Measuring has turned the output into gradients.
    this.#tile = null;
    return errors;
  }

  /** What the network puts in the place of every step of one sequence: features, or probabilities of the symbols. */
  outputs(set: SequenceSet, sequence: number): Float64Array[] {
    const { steps, width, input } = this.#network.shape;
    // Sequences asked for are mostly neighbours: a tile holds several and costs what a single one does.
    const row = sequence % TILE;
    const first = sequence - row;
    if (this.#tile?.set !== set || this.#tile.first !== first) this.#forward(set, first, rowsFrom(set, first));
    return Array.from({ length: steps }, (_, step) => {
      const values = Float64Array.from({ length: width }, (_, column) => this.#network.outputAt(row, step, column));
      return input === 'tokens' ? softmax(values) : values;
    });
  }

  #forward(set: SequenceSet, first: number, rows: number): void {
    this.#tile = { set, first };
    this.#network.load(
      set,
      Array.from({ length: rows }, (_, i) => first + i),
    );
    this.#network.forward();
  }
}

function rowsFrom(set: SequenceSet, first: number): number {
  return Math.min(TILE, set.count - first);
}

function softmax(logits: Float64Array): Float64Array {
  const highest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - highest));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}
