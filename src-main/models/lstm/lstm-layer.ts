import type { Arena } from './arena.ts';
import { LINE, type LstmKernel, PANEL } from './kernel.ts';

export interface LayerSize {
  readonly inputPanels: number;
  readonly unitPanels: number;
  readonly steps: number;
  /** Sequences worked on side by side. */
  readonly rows: number;
  /** Distance between panels of everything that has a row a step and sequence. */
  readonly stride: number;
}

/** Addresses of a layer's parameters, or of their gradients. */
export interface LayerParameters {
  readonly input: number;
  readonly recurrent: number;
  readonly bias: number;
}

/**
 * What a layer reads: one row a step and sequence (`steps`), the same block of rows at every step (`repeated`), or one
 * token a step and sequence.
 */
export type LayerInput =
  | { readonly kind: 'steps'; readonly address: number }
  | { readonly kind: 'repeated'; readonly address: number }
  | { readonly kind: 'tokens'; readonly address: number };

/** Addresses of a layer's working memory. Cells and hidden states have a block of zeros before the first step. */
interface LayerMemory {
  readonly gates: number;
  readonly cells: number;
  readonly squashed: number;
  readonly hidden: number;
  readonly projected: number;
  readonly cellGradients: number;
  readonly recurrentTransposed: number;
  readonly inputTransposed: number;
}

/** One LSTM layer over a tile of sequences, forward and backward through time. */
export class LstmLayer {
  readonly #kernel: LstmKernel;
  readonly #size: LayerSize;
  readonly #memory: LayerMemory;

  constructor(kernel: LstmKernel, size: LayerSize, memory: LayerMemory) {
    this.#kernel = kernel;
    this.#size = size;
    this.#memory = memory;
  }

  /** Asks the arena for the layer's working memory. */
  static reserve(arena: Arena, { inputPanels, unitPanels, rows, stride }: LayerSize): LayerMemory {
    const tall = (panels: number): number => arena.allocate((panels * stride) / 4);
    const square = (panels: number): number => arena.allocate(panels * PANEL * 4 * unitPanels * PANEL);
    return {
      gates: tall(4 * unitPanels),
      cells: tall(unitPanels),
      squashed: tall(unitPanels),
      hidden: tall(unitPanels),
      projected: arena.allocate(4 * unitPanels * PANEL * rows),
      cellGradients: arena.allocate(unitPanels * PANEL * rows),
      recurrentTransposed: square(unitPanels),
      inputTransposed: square(inputPanels),
    };
  }

  /** Address of the hidden states, one row a step and sequence. */
  get hidden(): number {
    return this.#memory.hidden + this.#blockBytes;
  }

  /** Address of the last step's hidden states. */
  get lastHidden(): number {
    return this.#memory.hidden + this.#size.steps * this.#blockBytes;
  }

  forward(input: LayerInput, parameters: LayerParameters): void {
    const { unitPanels, steps, rows, stride } = this.#size;
    const { gates, cells, squashed, hidden } = this.#memory;
    const block = this.#blockBytes;
    this.#project(input, parameters);
    for (let step = 0; step < steps; step++) {
      const at = step * block;
      if (step > 0) {
        this.#kernel.multiplyAdd(
          hidden + at,
          stride,
          unitPanels,
          parameters.recurrent,
          gates + at,
          stride,
          4 * unitPanels,
          rows,
        );
      }
      const next = at + block;
      this.#kernel.stepForward(
        gates + at,
        cells + at,
        cells + next,
        squashed + at,
        hidden + next,
        stride,
        unitPanels,
        rows,
      );
    }
  }

  /** Gates of every step = bias + input * weights. */
  #project(input: LayerInput, parameters: LayerParameters): void {
    const { inputPanels, unitPanels, steps, rows, stride } = this.#size;
    const { gates, projected } = this.#memory;
    const kernel = this.#kernel;
    const panels = 4 * unitPanels;
    const block = this.#blockBytes;
    if (input.kind === 'repeated') {
      kernel.fillRows(parameters.bias, projected, block, panels, rows);
      kernel.multiplyAdd(input.address, stride, inputPanels, parameters.input, projected, block, panels, rows);
      kernel.repeatRows(projected, block, gates, stride, panels, rows, steps);
      return;
    }
    kernel.fillRows(parameters.bias, gates, stride, panels, rows * steps);
    if (input.kind === 'tokens') {
      kernel.gatherRows(parameters.input, input.address, gates, stride, panels, rows * steps);
    } else {
      kernel.multiplyAdd(input.address, stride, inputPanels, parameters.input, gates, stride, panels, rows * steps);
    }
  }

  /** Refreshes what `backward` needs of the weights; once after every change of them. */
  prepareBackward(parameters: LayerParameters, needsInputGradient: boolean): void {
    const { inputPanels, unitPanels } = this.#size;
    const { recurrentTransposed, inputTransposed } = this.#memory;
    this.#kernel.transpose(parameters.recurrent, unitPanels, 4 * unitPanels, recurrentTransposed);
    if (needsInputGradient) this.#kernel.transpose(parameters.input, inputPanels, 4 * unitPanels, inputTransposed);
  }

  /**
   * Adds the gradients of a tile to `gradients`; the gates of the last forward pass are used up.
   * @param hiddenGradients Address of the gradient of the hidden states, one row a step and sequence; is overwritten.
   */
  backward(input: LayerInput, gradients: LayerParameters, hiddenGradients: number): void {
    const { unitPanels, steps, rows, stride } = this.#size;
    const { gates, cells, squashed, hidden, cellGradients, recurrentTransposed } = this.#memory;
    const kernel = this.#kernel;
    const block = this.#blockBytes;
    const panels = 4 * unitPanels;
    kernel.numbers.fill(0, cellGradients / 4, cellGradients / 4 + unitPanels * PANEL * rows);
    for (let step = steps - 1; step >= 0; step--) {
      const at = step * block;
      const dHidden = hiddenGradients + at;
      if (step < steps - 1) {
        kernel.multiplyAdd(gates + at + block, stride, panels, recurrentTransposed, dHidden, stride, unitPanels, rows);
      }
      kernel.stepBackward(gates + at, cells + at, squashed + at, dHidden, cellGradients, stride, unitPanels, rows);
    }
    kernel.accumulateOuter(hidden, stride, unitPanels, gates, stride, panels, gradients.recurrent, rows * steps);
    kernel.accumulateRows(gates, stride, panels, gradients.bias, rows * steps);
    this.#accumulateInput(input, gradients);
  }

  #accumulateInput(input: LayerInput, gradients: LayerParameters): void {
    const { inputPanels, unitPanels, steps, rows, stride } = this.#size;
    const { gates, projected } = this.#memory;
    const kernel = this.#kernel;
    const panels = 4 * unitPanels;
    const block = this.#blockBytes;
    if (input.kind === 'tokens') {
      kernel.scatterRows(gradients.input, input.address, gates, stride, panels, rows * steps);
    } else if (input.kind === 'steps') {
      kernel.accumulateOuter(input.address, stride, inputPanels, gates, stride, panels, gradients.input, rows * steps);
    } else {
      kernel.foldRows(projected, block, gates, stride, panels, rows, steps);
      kernel.accumulateOuter(input.address, stride, inputPanels, projected, block, panels, gradients.input, rows);
    }
  }

  /** Adds the gradient of the input to c after `backward`: for every step, or of the repeated rows. */
  addInputGradients(input: LayerInput, c: number): void {
    const { inputPanels, unitPanels, steps, rows, stride } = this.#size;
    const { gates, projected, inputTransposed } = this.#memory;
    const panels = 4 * unitPanels;
    const block = this.#blockBytes;
    if (input.kind === 'repeated') {
      this.#kernel.multiplyAdd(projected, block, panels, inputTransposed, c, stride, inputPanels, rows);
    } else {
      this.#kernel.multiplyAdd(gates, stride, panels, inputTransposed, c, stride, inputPanels, rows * steps);
    }
  }

  /** Bytes of one step's rows in a panel. */
  get #blockBytes(): number {
    return this.#size.rows * LINE;
  }
}
