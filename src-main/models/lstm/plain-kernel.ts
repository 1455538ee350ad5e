import { LINE, type LstmKernel, PANEL } from './kernel.ts';

/**
 * The kernel in plain JavaScript, for engines without relaxed SIMD and as the yardstick of the compiled one: the same
 * memory layout and order of summation, intermediate results in double precision.
 */
export function createPlainKernel(bytes: number): LstmKernel {
  const buffer = new ArrayBuffer(bytes);
  const m = new Float32Array(buffer);
  const integers = new Int32Array(buffer);
  const line = LINE / 4;

  /** One element of a panel matrix. */
  const at = (base: number, stride: number, row: number, column: number): number =>
    (base + Math.floor(column / PANEL) * stride) / 4 + row * line + (column % PANEL);

  /** Calls back with the index and the offset from the first row of every line of `rows` rows in `panels` panels. */
  const eachLine = (
    base: number,
    stride: number,
    panels: number,
    rows: number,
    visit: (i: number, panel: number, row: number) => void,
  ) => {
    for (let panel = 0; panel < panels; panel++) {
      for (let row = 0; row < rows; row++) visit((base + panel * stride) / 4 + row * line, panel, row);
    }
  };

  const kernel: LstmKernel = {
    kind: 'plain',
    numbers: m,
    integers,
    multiplyAdd(a, aStride, aPanels, w, c, cStride, cPanels, rows) {
      const inputs = aPanels * PANEL;
      const sums = new Float64Array(PANEL);
      eachLine(c, cStride, cPanels, rows, (ci, panel, row) => {
        for (let n = 0; n < PANEL; n++) sums[n] = m[ci + n]!;
        const wi = w / 4 + panel * inputs * line;
        for (let k = 0; k < inputs; k++) {
          const value = m[at(a, aStride, row, k)]!;
          for (let n = 0; n < PANEL; n++) sums[n]! += value * m[wi + k * line + n]!;
        }
        for (let n = 0; n < PANEL; n++) m[ci + n] = sums[n]!;
      });
    },
    accumulateOuter(a, aStride, aPanels, g, gStride, gPanels, w, rows) {
      const inputs = aPanels * PANEL;
      const sums = new Float64Array(PANEL);
      for (let panel = 0; panel < gPanels; panel++) {
        for (let k = 0; k < inputs; k++) {
          const wi = w / 4 + (panel * inputs + k) * line;
          for (let n = 0; n < PANEL; n++) sums[n] = m[wi + n]!;
          for (let row = 0; row < rows; row++) {
            const value = m[at(a, aStride, row, k)]!;
            const gi = (g + panel * gStride) / 4 + row * line;
            for (let n = 0; n < PANEL; n++) sums[n]! += value * m[gi + n]!;
          }
          for (let n = 0; n < PANEL; n++) m[wi + n] = sums[n]!;
        }
      }
    },
    transpose(w, inPanels, outPanels, transposed) {
      const inputs = inPanels * PANEL;
      const outputs = outPanels * PANEL;
      for (let n = 0; n < outputs; n++) {
        for (let k = 0; k < inputs; k++) m[at(transposed, outputs * LINE, n, k)] = m[at(w, inputs * LINE, k, n)]!;
      }
    },
    fillRows(bias, c, cStride, cPanels, rows) {
      eachLine(c, cStride, cPanels, rows, (ci, panel) => {
        for (let n = 0; n < PANEL; n++) m[ci + n] = m[bias / 4 + panel * PANEL + n]!;
      });
    },
    accumulateRows(g, gStride, gPanels, bias, rows) {
      eachLine(g, gStride, gPanels, rows, (gi, panel) => {
        for (let n = 0; n < PANEL; n++) m[bias / 4 + panel * PANEL + n]! += m[gi + n]!;
      });
    },
    repeatRows(a, aStride, c, cStride, panels, rows, steps) {
      for (let panel = 0; panel < panels; panel++) {
        const from = (a + panel * aStride) / 4;
        const to = (c + panel * cStride) / 4;
        for (let step = 0; step < steps; step++) m.copyWithin(to + step * rows * line, from, from + rows * line);
      }
    },
    foldRows(a, aStride, c, cStride, panels, rows, steps) {
      for (let panel = 0; panel < panels; panel++) {
        const to = a + panel * aStride;
        const from = c + panel * cStride;
        m.copyWithin(to / 4, from / 4, from / 4 + rows * line);
        for (let step = 1; step < steps; step++) kernel.addTo(to, from + step * rows * LINE, rows * PANEL);
      }
    },
    addTo(sum, addend, count) {
      for (let i = 0; i < count; i++) m[sum / 4 + i]! += m[addend / 4 + i]!;
    },
    stepForward(gates, cellsBefore, cells, squashed, hidden, stride, units, rows) {
      const gate = (units * stride) / 4;
      eachLine(gates, stride, units, rows, (first, panel, row) => {
        const offset = (panel * stride) / 4 + row * line;
        for (let n = 0; n < PANEL; n++) {
          const i = first + n;
          const j = offset + n;
          const input = sigmoid(m[i]!);
          const forget = sigmoid(m[i + gate]!);
          const candidate = Math.tanh(m[i + 2 * gate]!);
          const output = sigmoid(m[i + 3 * gate]!);
          const cell = forget * m[cellsBefore / 4 + j]! + input * candidate;
          m[i] = input;
          m[i + gate] = forget;
          m[i + 2 * gate] = candidate;
          m[i + 3 * gate] = output;
          m[cells / 4 + j] = cell;
          m[squashed / 4 + j] = Math.tanh(cell);
          m[hidden / 4 + j] = output * Math.tanh(cell);
        }
      });
    },
    stepBackward(gates, cellsBefore, squashed, dHidden, dCells, stride, units, rows) {
      const gate = (units * stride) / 4;
      eachLine(gates, stride, units, rows, (first, panel, row) => {
        const offset = (panel * stride) / 4 + row * line;
        const tight = dCells / 4 + (panel * rows + row) * line;
        for (let n = 0; n < PANEL; n++) {
          const i = first + n;
          const j = offset + n;
          const input = m[i]!;
          const forget = m[i + gate]!;
          const candidate = m[i + 2 * gate]!;
          const output = m[i + 3 * gate]!;
          const bent = m[squashed / 4 + j]!;
          const dh = m[dHidden / 4 + j]!;
          const dc = m[tight + n]! + dh * output * (1 - bent * bent);
          m[i] = dc * candidate * input * (1 - input);
          m[i + gate] = dc * m[cellsBefore / 4 + j]! * forget * (1 - forget);
          m[i + 2 * gate] = dc * input * (1 - candidate * candidate);
          m[i + 3 * gate] = dh * bent * output * (1 - output);
          m[tight + n] = dc * forget;
        }
      });
    },
    gatherRows(table, tokens, c, stride, panels, rows) {
      eachLine(c, stride, panels, rows, (ci, panel, row) => {
        const token = integers[tokens / 4 + row]!;
        if (token < 0) return;
        const from = table / 4 + (token * panels + panel) * PANEL;
        for (let n = 0; n < PANEL; n++) m[ci + n]! += m[from + n]!;
      });
    },
    scatterRows(table, tokens, g, stride, panels, rows) {
      eachLine(g, stride, panels, rows, (gi, panel, row) => {
        const token = integers[tokens / 4 + row]!;
        if (token < 0) return;
        const to = table / 4 + (token * panels + panel) * PANEL;
        for (let n = 0; n < PANEL; n++) m[to + n]! += m[gi + n]!;
      });
    },
    squaredError(output, target, scales, errors, stride, panels, rows) {
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let column = 0; column < panels * PANEL; column++) {
          const i = at(output, stride, row, column);
          const difference = m[i]! - m[at(target, stride, row, column)]!;
          sum += difference * difference;
          m[i] = m[scales / 4 + row]! * difference;
        }
        m[errors / 4 + row] = sum;
      }
    },
    crossEntropy(output, targets, scales, errors, stride, panels, rows) {
      for (let row = 0; row < rows; row++) {
        const target = integers[targets / 4 + row]!;
        const scale = target < 0 ? 0 : m[scales / 4 + row]!;
        const columns = Array.from({ length: panels * PANEL }, (_, column) => at(output, stride, row, column));
        const highest = columns.reduce((most, i) => Math.max(most, m[i]!), -Infinity);
        const total = columns.reduce((sum, i) => sum + exponential(m[i]! - highest), 0);
        m[errors / 4 + row] = target < 0 ? 0 : Math.log(total) + highest - m[columns[target]!]!;
        columns.forEach((i, column) => {
          m[i] = scale * (exponential(m[i]! - highest) / total - +(column === target));
        });
      }
    },
    adamStep(weights, gradients, means, squares, count, scale, rate, beta1, beta2, epsilon) {
      for (let i = 0; i < count; i++) {
        const g = m[gradients / 4 + i]! * scale;
        const mean = m[means / 4 + i]! * beta1 + (1 - beta1) * g;
        const square = m[squares / 4 + i]! * beta2 + (1 - beta2) * g * g;
        m[means / 4 + i] = mean;
        m[squares / 4 + i] = square;
        m[weights / 4 + i]! -= (rate * mean) / (Math.sqrt(square) + epsilon);
      }
    },
    sumSquares(values, count) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += m[values / 4 + i]! ** 2;
      return sum;
    },
  };
  return kernel;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Chances below e^-30 are none, as in the compiled kernel. */
function exponential(x: number): number {
  return x > -30 ? Math.exp(x) : 0;
}
