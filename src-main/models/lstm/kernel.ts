/**
 * The arithmetic of the LSTM over one block of memory. Matrices are kept in panels of 16 columns, [panel][row][16];
 * addresses and strides are bytes, a stride is the distance between two panels, `panels` count 16 columns each. Every
 * order of summation is fixed, so equal inputs give equal bits on one machine.
 */
export interface LstmKernel {
  readonly kind: 'wasm' | 'plain';
  /** Float32 view of all memory; element i lies at address 4 i. */
  readonly numbers: Float32Array;
  /** Int32 view of the same memory, for tokens. */
  readonly integers: Int32Array;
  /** c += a * w; rows a multiple of 4. */
  multiplyAdd(
    a: number,
    aStride: number,
    aPanels: number,
    w: number,
    c: number,
    cStride: number,
    cPanels: number,
    rows: number,
  ): void;
  /** w += transpose(a) * g, summed over the rows. */
  accumulateOuter(
    a: number,
    aStride: number,
    aPanels: number,
    g: number,
    gStride: number,
    gPanels: number,
    w: number,
    rows: number,
  ): void;
  transpose(w: number, inPanels: number, outPanels: number, transposed: number): void;
  /** Every row of c becomes the row vector `bias`. */
  fillRows(bias: number, c: number, cStride: number, cPanels: number, rows: number): void;
  /** bias += the sum of the rows of g. */
  accumulateRows(g: number, gStride: number, gPanels: number, bias: number, rows: number): void;
  /** c = `rows` rows of a, `steps` times one below the other. */
  repeatRows(a: number, aStride: number, c: number, cStride: number, panels: number, rows: number, steps: number): void;
  /** a = the sum of the `steps` blocks of `rows` rows of c. */
  foldRows(a: number, aStride: number, c: number, cStride: number, panels: number, rows: number, steps: number): void;
  addTo(sum: number, addend: number, count: number): void;
  /** Pre-activations become activations; cells, their tanh and the hidden state are written. */
  stepForward(
    gates: number,
    cellsBefore: number,
    cells: number,
    squashed: number,
    hidden: number,
    stride: number,
    units: number,
    rows: number,
  ): void;
  /** Activations become gradients of pre-activations; `dCells` has its panels without gaps. */
  stepBackward(
    gates: number,
    cellsBefore: number,
    squashed: number,
    dHidden: number,
    dCells: number,
    stride: number,
    units: number,
    rows: number,
  ): void;
  /** c[row] += table[tokens[row]]; the table is row-major, a negative token is none. */
  gatherRows(table: number, tokens: number, c: number, stride: number, panels: number, rows: number): void;
  /** table[tokens[row]] += g[row]. */
  scatterRows(table: number, tokens: number, g: number, stride: number, panels: number, rows: number): void;
  /** errors[row] = sum of squared differences; output = scales[row] * (output - target). */
  squaredError(
    output: number,
    target: number,
    scales: number,
    errors: number,
    stride: number,
    panels: number,
    rows: number,
  ): void;
  /** errors[row] = -ln softmax(output)[target], 0 for a negative target; output = scales[row] * its gradient. */
  crossEntropy(
    output: number,
    targets: number,
    scales: number,
    errors: number,
    stride: number,
    panels: number,
    rows: number,
  ): void;
  /** One Adam step on gradients times `scale`; bias corrections are folded into `rate` and `epsilon`. */
  adamStep(
    weights: number,
    gradients: number,
    means: number,
    squares: number,
    count: number,
    scale: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  sumSquares(values: number, count: number): number;
}

/** Columns of a panel. */
export const PANEL = 16;
/** Bytes of one row of a panel. */
export const LINE = 64;

/** Panels that hold so many columns. */
export function panelsFor(columns: number): number {
  return Math.ceil(columns / PANEL);
}
