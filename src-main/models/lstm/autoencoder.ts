import { Arena } from './arena.ts';
import { LINE, type LstmKernel, PANEL, panelsFor } from './kernel.ts';
import { type LayerInput, type LayerParameters, type LayerSize, LstmLayer } from './lstm-layer.ts';
import { LAYERS, type LayerName, layerSize, type NetworkShape, parameterBlocks } from './network-shape.ts';
import type { SequenceSet } from './sequence-set.ts';

/** Sequences worked on side by side: everything of a tile stays in the second-level cache. */
export const TILE = 16;

/**
 * The network over one block of memory: weights, gradients and the working memory of one tile of sequences.
 * A tile goes through `load`, `forward`, `measure` and, in training, `backward`, which adds to the gradients.
 */
export class Autoencoder {
  readonly shape: NetworkShape;
  readonly kernel: LstmKernel;
  /** Numbers of one full set of parameters. */
  readonly parameterCount: number;
  readonly #map: MemoryMap;
  readonly #layers: Record<LayerName, LstmLayer>;
  #rowsInUse = 0;

  /** @param create Makes the kernel over so many bytes of zeroed memory. */
  constructor(shape: NetworkShape, create: (bytes: number) => LstmKernel) {
    const arena = new Arena();
    const map = reserve(shape, arena);
    this.shape = shape;
    this.#map = map;
    this.kernel = create(arena.bytes);
    this.parameterCount = parameterBlocks(shape).length;
    const layer = (name: LayerName) => new LstmLayer(this.kernel, map.sizes[name], map.layers[name]);
    this.#layers = { encoder: layer('encoder'), code: layer('code'), decoder: layer('decoder') };
  }

  /** Address of the weights. */
  get weights(): number {
    return this.#map.weights;
  }

  get gradients(): number {
    return this.#map.gradients;
  }

  /** Addresses of the optimiser's two running means. */
  get moments(): { means: number; squares: number } {
    return { means: this.#map.means, squares: this.#map.squares };
  }

  /** Live view of one set of parameters at an address from above. */
  view(address: number): Float32Array {
    return this.kernel.numbers.subarray(address / 4, address / 4 + this.parameterCount);
  }

  /** Lays up to TILE sequences out in the tile; the rest of the tile counts nothing. */
  load(set: SequenceSet, sequences: ArrayLike<number>): void {
    this.#rowsInUse = sequences.length;
    if (set.features !== null) this.#loadFeatures(set.features, set.starts, sequences);
    if (set.tokens !== null) this.#loadTokens(set.tokens, set.starts, sequences);
  }

  #loadFeatures(features: Float32Array, starts: Int32Array, sequences: ArrayLike<number>): void {
    const { steps, width } = this.shape;
    const { stride, input } = this.#map;
    const { numbers } = this.kernel;
    for (let row = 0; row < sequences.length; row++) {
      for (let step = 0; step < steps; step++) {
        const from = (starts[sequences[row]!]! + step) * width;
        const to = input / 4 + (step * TILE + row) * PANEL;
        for (let panel = 0; panel * PANEL < width; panel++) {
          const columns = Math.min(PANEL, width - panel * PANEL);
          const line = to + (panel * stride) / 4;
          for (let n = 0; n < columns; n++) numbers[line + n] = features[from + panel * PANEL + n]!;
        }
      }
    }
  }

  #loadTokens(tokens: Int32Array, starts: Int32Array, sequences: ArrayLike<number>): void {
    const { steps } = this.shape;
    const first = this.#map.input / 4;
    const { integers } = this.kernel;
    for (let row = 0; row < TILE; row++) {
      const from = row < sequences.length ? starts[sequences[row]!]! : -1;
      for (let step = 0; step < steps; step++) {
        integers[first + step * TILE + row] = from < 0 ? -1 : tokens[from + step]!;
      }
    }
  }

  /** Reconstructs the tile: the output holds features or logits, one row a step and sequence. */
  forward(): void {
    const { kernel } = this;
    const { stride, parameters, output } = this.#map;
    const { encoder, code, decoder } = this.#layers;
    encoder.forward(this.#input, parameters.encoder);
    code.forward({ kind: 'steps', address: encoder.hidden }, parameters.code);
    decoder.forward({ kind: 'repeated', address: code.lastHidden }, parameters.decoder);
    const rows = TILE * this.shape.steps;
    const panels = panelsFor(this.shape.width);
    kernel.fillRows(parameters.output.bias, output, stride, panels, rows);
    const { outer } = this.shape;
    kernel.multiplyAdd(decoder.hidden, stride, outer / PANEL, parameters.output.weights, output, stride, panels, rows);
  }

  /** One number of the reconstruction. */
  outputAt(row: number, step: number, column: number): number {
    const { stride, output } = this.#map;
    const panel = output + Math.floor(column / PANEL) * stride;
    return this.kernel.numbers[panel / 4 + (step * TILE + row) * PANEL + (column % PANEL)]!;
  }

  /**
   * Turns the reconstruction into its gradient and writes the error of every step: mean squared difference over the
   * features, or cross entropy in nats (0 for padding).
   * @param rowScales Per sequence of the tile: the factor of its gradient, 0 for none.
   * @param errors Per sequence and step, shape [sequences, steps].
   */
  measure(rowScales: ArrayLike<number>, errors: Float32Array): void {
    const { kernel } = this;
    const { steps, width } = this.shape;
    const map = this.#map;
    const rows = TILE * steps;
    const isFeatures = this.shape.input === 'features';
    for (let row = 0; row < TILE; row++) {
      const scale = row < this.#rowsInUse ? rowScales[row]! * (isFeatures ? 2 / width : 1) : 0;
      for (let step = 0; step < steps; step++) kernel.numbers[map.scales / 4 + step * TILE + row] = scale;
    }
    const panels = panelsFor(width);
    if (isFeatures) kernel.squaredError(map.output, map.input, map.scales, map.errors, map.stride, panels, rows);
    else kernel.crossEntropy(map.output, map.input, map.scales, map.errors, map.stride, panels, rows);
    const share = isFeatures ? 1 / width : 1;
    for (let row = 0; row < this.#rowsInUse; row++) {
      for (let step = 0; step < steps; step++)
        errors[row * steps + step] = kernel.numbers[map.errors / 4 + step * TILE + row]! * share;
    }
  }

  /** Refreshes what `backward` needs of the weights. */
  prepareBackward(): void {
    const { parameters } = this.#map;
    const { outer, width } = this.shape;
    this.#layers.encoder.prepareBackward(parameters.encoder, false);
    this.#layers.code.prepareBackward(parameters.code, true);
    this.#layers.decoder.prepareBackward(parameters.decoder, true);
    this.kernel.transpose(parameters.output.weights, outer / PANEL, panelsFor(width), this.#map.outputTransposed);
  }

  /** Adds the gradients of the measured tile. */
  backward(): void {
    const { kernel } = this;
    const map = this.#map;
    const { stride, output, gradientParameters: into } = map;
    const { outer, code: codeUnits, steps, width } = this.shape;
    const { encoder, code, decoder } = this.#layers;
    const rows = TILE * steps;
    const panels = panelsFor(width);
    kernel.accumulateOuter(decoder.hidden, stride, outer / PANEL, output, stride, panels, into.output.weights, rows);
    kernel.accumulateRows(output, stride, panels, into.output.bias, rows);
    this.#clear(map.outerGradients, outer / PANEL);
    kernel.multiplyAdd(output, stride, panels, map.outputTransposed, map.outerGradients, stride, outer / PANEL, rows);
    const repeated: LayerInput = { kind: 'repeated', address: code.lastHidden };
    decoder.backward(repeated, into.decoder, map.outerGradients);
    this.#clear(map.codeGradients, codeUnits / PANEL);
    decoder.addInputGradients(repeated, map.codeGradients + (steps - 1) * TILE * LINE);
    const below: LayerInput = { kind: 'steps', address: encoder.hidden };
    code.backward(below, into.code, map.codeGradients);
    this.#clear(map.outerGradients, outer / PANEL);
    code.addInputGradients(below, map.outerGradients);
    encoder.backward(this.#input, into.encoder, map.outerGradients);
  }

  get #input(): LayerInput {
    return { kind: this.shape.input === 'tokens' ? 'tokens' : 'steps', address: this.#map.input };
  }

  #clear(address: number, panels: number): void {
    this.kernel.numbers.fill(0, address / 4, (address + panels * this.#map.stride) / 4);
  }
}

interface NetworkParameters extends Record<LayerName, LayerParameters> {
  readonly output: { readonly weights: number; readonly bias: number };
}

type MemoryMap = ReturnType<typeof reserve>;

function reserve(shape: NetworkShape, arena: Arena) {
  const { length } = parameterBlocks(shape);
  // One step more than there are: hidden states begin with zeros, and the odd height spreads panels over the cache.
  const stride = (shape.steps + 1) * TILE * LINE;
  const tall = (columns: number): number => arena.allocate((panelsFor(columns) * stride) / 4);
  const sizes = {} as Record<LayerName, LayerSize>;
  const layers = {} as Record<LayerName, ReturnType<typeof LstmLayer.reserve>>;
  const weights = arena.allocate(length);
  const gradients = arena.allocate(length);
  for (const name of LAYERS) {
    const { inputs, units } = layerSize(shape, name);
    const inputPanels = name === 'encoder' && shape.input === 'tokens' ? 0 : panelsFor(inputs);
    sizes[name] = { inputPanels, unitPanels: units / PANEL, steps: shape.steps, rows: TILE, stride };
    layers[name] = LstmLayer.reserve(arena, sizes[name]);
  }
  const stepRows = shape.steps * TILE;
  return {
    stride,
    sizes,
    layers,
    weights,
    gradients,
    means: arena.allocate(length),
    squares: arena.allocate(length),
    parameters: addresses(shape, weights),
    gradientParameters: addresses(shape, gradients),
    input: shape.input === 'tokens' ? arena.allocate(stepRows) : tall(shape.width),
    output: tall(shape.width),
    outputTransposed: arena.allocate(panelsFor(shape.width) * PANEL * shape.outer),
    scales: arena.allocate(stepRows),
    errors: arena.allocate(stepRows),
    outerGradients: tall(shape.outer),
    codeGradients: tall(shape.code),
  };
}

/** Addresses of a set of parameters that begins at `start`. */
function addresses(shape: NetworkShape, start: number): NetworkParameters {
  const at = new Map(parameterBlocks(shape).blocks.map((block) => [block.name, start + block.offset * 4]));
  const layer = (name: LayerName): LayerParameters => ({
    input: at.get(`${name}.input`)!,
    recurrent: at.get(`${name}.recurrent`)!,
    bias: at.get(`${name}.bias`)!,
  });
  return {
    encoder: layer('encoder'),
    code: layer('code'),
    decoder: layer('decoder'),
    output: { weights: at.get('output.weights')!, bias: at.get('output.bias')! },
  };
}
