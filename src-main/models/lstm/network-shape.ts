import { PANEL, panelsFor } from './kernel.ts';

/**
 * An autoencoder of sequences: LSTM(outer) -> LSTM(code), whose last hidden state is the code -> the code repeated for
 * every step -> LSTM(outer) -> a dense layer a step.
 */
export interface NetworkShape {
  /** `features`: numbers, squared error. `tokens`: symbols, softmax and cross entropy. */
  readonly input: 'features' | 'tokens';
  /** Features of a step, or symbols of the vocabulary. */
  readonly width: number;
  readonly steps: number;
  /** Hidden units of the outer layers and of the code; multiples of 16. */
  readonly outer: number;
  readonly code: number;
}

export const LAYERS = ['encoder', 'code', 'decoder'] as const;
export type LayerName = (typeof LAYERS)[number];

/** Where one array of parameters lies in the block of all parameters. */
export interface ParameterBlock {
  readonly name: string;
  /** `matrix` in panels; `table` row-major, one row a token; `bias` one row. */
  readonly kind: 'matrix' | 'table' | 'bias';
  /** Rows and columns in use; what is allocated is rounded up to whole panels. */
  readonly rows: number;
  readonly columns: number;
  /** In numbers from the start of the block. */
  readonly offset: number;
  readonly length: number;
}

/** Hidden units of a layer and columns of its input. */
export function layerSize(shape: NetworkShape, layer: LayerName): { inputs: number; units: number } {
  if (layer === 'encoder') return { inputs: shape.width, units: shape.outer };
  return layer === 'code' ? { inputs: shape.outer, units: shape.code } : { inputs: shape.code, units: shape.outer };
}

/** The parameters of a network in the order they are stored; gates in the order input, forget, candidate, output. */
export function parameterBlocks(shape: NetworkShape): { blocks: ParameterBlock[]; length: number } {
  const blocks: ParameterBlock[] = [];
  let offset = 0;
  const add = (name: string, kind: ParameterBlock['kind'], rows: number, columns: number): void => {
    const height = kind === 'matrix' ? panelsFor(rows) * PANEL : rows;
    const length = height * panelsFor(columns) * PANEL;
    blocks.push({ name, kind, rows, columns, offset, length });
    offset += length;
  };
  for (const layer of LAYERS) {
    const { inputs, units } = layerSize(shape, layer);
    const isTable = layer === 'encoder' && shape.input === 'tokens';
    add(`${layer}.input`, isTable ? 'table' : 'matrix', inputs, 4 * units);
    add(`${layer}.recurrent`, 'matrix', units, 4 * units);
    add(`${layer}.bias`, 'bias', 1, 4 * units);
  }
  add('output.weights', 'matrix', shape.outer, shape.width);
  add('output.bias', 'bias', 1, shape.width);
  return { blocks, length: offset };
}

/** Index of one parameter within its block. */
export function parameterIndex(block: ParameterBlock, row: number, column: number): number {
  const panel = Math.floor(column / PANEL);
  const rest = column % PANEL;
  if (block.kind !== 'matrix') return (row * panelsFor(block.columns) + panel) * PANEL + rest;
  return (panel * panelsFor(block.rows) * PANEL + row) * PANEL + rest;
}
