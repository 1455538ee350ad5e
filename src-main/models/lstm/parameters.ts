import { ModelError } from '#shared/base/errors.ts';
import { Random } from '../random.ts';
import { panelsFor, PANEL } from './kernel.ts';
import { type NetworkShape, type ParameterBlock, parameterBlocks, parameterIndex } from './network-shape.ts';

/** Logit of columns that only fill a panel: never chosen, never a gradient. */
const NEVER = -1e4;

/**
 * Fills a network's parameters for training: uniform within sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010), biases
 * zero but for forget gates, which start open at 1 (Jozefowicz et al. 2015). Equal for equal seeds.
 */
export function initialise(shape: NetworkShape, parameters: Float32Array, randomState: number): void {
  const random = new Random(randomState);
  parameters.fill(0);
  for (const block of parameterBlocks(shape).blocks) {
    const values = parameters.subarray(block.offset, block.offset + block.length);
    if (block.kind === 'bias') initialiseBias(shape, block, values);
    else fillUniform(block, values, random);
  }
}

function fillUniform(block: ParameterBlock, values: Float32Array, random: Random): void {
  // Gates are four matrices side by side; a table row is one input of a one-hot vector.
  const outputs = block.name === 'output.weights' ? block.columns : block.columns / 4;
  const reach = Math.sqrt(6 / (block.rows + outputs));
  for (let row = 0; row < block.rows; row++) {
    for (let column = 0; column < block.columns; column++) {
      values[parameterIndex(block, row, column)] = reach * (2 * random.next() - 1);
    }
  }
}

function initialiseBias(shape: NetworkShape, block: ParameterBlock, values: Float32Array): void {
  if (block.name !== 'output.bias') values.fill(1, block.columns / 4, block.columns / 2);
  else if (shape.input === 'tokens') values.fill(NEVER, block.columns, panelsFor(block.columns) * PANEL);
}

/** Parameters by name, row-major and without filling: [rows, columns], gates in the order input, forget, candidate, output. */
export type NamedParameters = Readonly<Record<string, Float32Array>>;

/** Copies a network's parameters out of their panels. */
export function exportParameters(shape: NetworkShape, parameters: Float32Array): NamedParameters {
  return Object.fromEntries(
    parameterBlocks(shape).blocks.map((block) => {
      const values = new Float32Array(block.rows * block.columns);
      eachParameter(block, (plain, packed) => (values[plain] = parameters[packed]!));
      return [block.name, values];
    }),
  );
}

/** @throws ModelError `model.bad-state` naming the array that is missing or of another size. */
export function importParameters(shape: NetworkShape, named: NamedParameters, parameters: Float32Array): void {
  initialise(shape, parameters, 0);
  for (const block of parameterBlocks(shape).blocks) {
    const values = named[block.name];
    if (values?.length !== block.rows * block.columns) {
      throw new ModelError(
        'model.bad-state',
        `The saved model cannot be used: ${block.name} has ${values?.length ?? 'no'} numbers, expected ${block.rows * block.columns}. Train it again.`,
        { details: { field: block.name } },
      );
    }
    eachParameter(block, (plain, packed) => (parameters[packed] = values[plain]!));
  }
}

function eachParameter(block: ParameterBlock, visit: (plain: number, packed: number) => void): void {
  for (let row = 0; row < block.rows; row++) {
    for (let column = 0; column < block.columns; column++) {
      visit(row * block.columns + column, block.offset + parameterIndex(block, row, column));
    }
  }
}
