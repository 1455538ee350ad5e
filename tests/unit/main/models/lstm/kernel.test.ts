import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINE, type LstmKernel, PANEL } from '../../../../../src-main/models/lstm/kernel.ts';
import { createPlainKernel } from '../../../../../src-main/models/lstm/plain-kernel.ts';
import { createWasmKernel } from '../../../../../src-main/models/lstm/wasm-kernel.ts';
import { Random } from '../../../../../src-main/models/random.ts';
import { openKernel } from '../../../../../src-main/workers/kernels.ts';
import { resolveKernel } from '../../../../../src-main/workers/resolve.ts';

const FIRST = 8192;
const BYTES = 65_536 * 4;
const module = openKernel('lstm');

/** A kernel over numbers in (-1, 1) that are the same for each of them. */
function filled(kernel: LstmKernel): LstmKernel {
  const random = new Random(5);
  for (let i = FIRST / 4; i < BYTES / 4; i++) kernel.numbers[i] = 2 * random.next() - 1;
  return kernel;
}

const plain = () => filled(createPlainKernel(BYTES));
const compiled = () => filled(createWasmKernel(module!, BYTES));

/** The kernel as any other is compiled; a nameless section keeps the engine from handing out the code it has of the same bytes. */
function compileNarrow(): WebAssembly.Module {
  return new WebAssembly.Module(Buffer.concat([readFileSync(resolveKernel('lstm')), Buffer.of(0, 1, 0)]));
}

/** Room for eight panels of 16 rows each. */
const room = (index: number): number => FIRST + index * 8 * 16 * LINE;
const STRIDE = 16 * LINE;

const calls: Readonly<Record<string, (kernel: LstmKernel) => void>> = {
  multiplyAdd: (k) => k.multiplyAdd(room(0), STRIDE, 2, room(1), room(3), STRIDE, 3, 12),
  accumulateOuter: (k) => k.accumulateOuter(room(0), STRIDE, 2, room(1), STRIDE, 3, room(3), 13),
  transpose: (k) => k.transpose(room(0), 2, 3, room(3)),
  fillRows: (k) => k.fillRows(room(0), room(1), STRIDE, 3, 7),
  accumulateRows: (k) => k.accumulateRows(room(0), STRIDE, 3, room(1), 7),
  repeatRows: (k) => k.repeatRows(room(0), STRIDE, room(1), STRIDE, 3, 4, 3),
  foldRows: (k) => k.foldRows(room(0), STRIDE, room(1), STRIDE, 3, 4, 3),
  addTo: (k) => k.addTo(room(0), room(1), 48),
  stepForward: (k) => k.stepForward(room(0), room(1), room(2), room(3), room(4), STRIDE, 2, 9),
  stepBackward: (k) => k.stepBackward(room(0), room(1), room(2), room(3), room(4), STRIDE, 2, 9),
  gatherRows: (k) => {
    k.integers.set([2, 0, -1, 2], room(0) / 4);
    k.gatherRows(room(1), room(0), room(2), STRIDE, 3, 4);
  },
  scatterRows: (k) => {
    k.integers.set([2, 0, -1, 2], room(0) / 4);
    k.scatterRows(room(1), room(0), room(2), STRIDE, 3, 4);
  },
  squaredError: (k) => k.squaredError(room(0), room(1), room(2), room(3), STRIDE, 2, 9),
  crossEntropy: (k) => {
    for (let i = 0; i < 64; i++) k.numbers[room(0) / 4 + i]! *= 60;
    k.integers.set([3, 31, -1, 0, 16], room(1) / 4);
    k.crossEntropy(room(0), room(1), room(2), room(3), STRIDE, 2, 5);
  },
  adamStep: (k) => {
    for (let i = 0; i < 64; i++) k.numbers[room(3) / 4 + i] = k.numbers[room(3) / 4 + i]! ** 2;
    k.adamStep(room(0), room(1), room(2), room(3), 64, 0.5, 0.01, 0.9, 0.999, 1e-6);
  },
};

describe('the compiled LSTM kernel', () => {
  it('is there and runs in this engine', () => {
    expect(module).not.toBeNull();
  });

  it.each(Object.keys(calls))('%s leaves the same memory as the plain one', (name) => {
    const expected = plain();
    const actual = compiled();
    const before = Float32Array.from(expected.numbers);
    calls[name]!(expected);
    calls[name]!(actual);
    let changed = 0;
    for (let i = FIRST / 4; i < BYTES / 4; i++) {
      const want = expected.numbers[i]!;
      if (want !== before[i]) changed++;
      if (Math.abs(actual.numbers[i]! - want) > 2e-6 * Math.max(1, Math.abs(want))) {
        throw new Error(`${name}: number ${i} is ${actual.numbers[i]}, expected ${want}`);
      }
    }
    expect(changed).toBeGreaterThan(10);
  });

  it.each(Object.keys(calls))('%s leaves the same bits whether registers are wide or not', (name) => {
    const [wide, narrow] = [compiled(), filled(createWasmKernel(compileNarrow(), BYTES))];
    for (const kernel of [wide, narrow]) calls[name]!(kernel);
    expect(Buffer.from(wide.integers.buffer).equals(Buffer.from(narrow.integers.buffer))).toBe(true);
  });

  it('sums squares', () => {
    expect(compiled().sumSquares(room(0), 640)).toBeCloseTo(plain().sumSquares(room(0), 640), 3);
  });
});

describe.each([
  ['plain', () => createPlainKernel(BYTES)],
  ['compiled', () => createWasmKernel(module!, BYTES)],
])('the %s kernel', (_, create) => {
  it('multiplies matrices kept in panels', () => {
    const kernel = create();
    const put = (base: number, rows: number, row: number, column: number, value: number) => {
      kernel.numbers[base / 4 + (Math.floor(column / PANEL) * rows + row) * PANEL + (column % PANEL)] = value;
    };
    // Row 1 of a has 2 in column 17 and 3 in column 0; w sends 17 to column 5 (times 10) and 0 to column 20 (times 7).
    put(room(0), 4, 1, 17, 2);
    put(room(0), 4, 1, 0, 3);
    put(room(1), 32, 17, 5, 10);
    put(room(1), 32, 0, 20, 7);
    put(room(2), 4, 1, 5, 1);
    kernel.multiplyAdd(room(0), 4 * LINE, 2, room(1), room(2), 4 * LINE, 2, 4);
    const sum = kernel.numbers.subarray(room(2) / 4, room(2) / 4 + 128);
    expect(sum[PANEL + 5]).toBe(21);
    expect(sum[4 * PANEL + PANEL + 4]).toBe(21);
    expect(sum.reduce((total, value) => total + value, 0)).toBe(42);
  });

  it('squashes like tanh and the logistic function, also far out', () => {
    const kernel = create();
    const inputs = [-40, -9, -3, -0.5, -1e-4, 0, 1e-4, 0.3, 2, 5, 8.5, 40];
    const gate = LINE / 4;
    inputs.forEach((x, i) => {
      for (let part = 0; part < 4; part++) kernel.numbers[room(0) / 4 + part * gate + i] = x;
    });
    kernel.stepForward(room(0), room(1), room(2), room(3), room(4), LINE, 1, 1);
    inputs.forEach((x, i) => {
      expect(kernel.numbers[room(0) / 4 + i]).toBeCloseTo(1 / (1 + Math.exp(-x)), 6);
      expect(kernel.numbers[room(0) / 4 + 2 * gate + i]).toBeCloseTo(Math.tanh(x), 6);
    });
  });

  it('gives the cross entropy of a uniform guess as the logarithm of the number of symbols', () => {
    const kernel = create();
    kernel.integers.set([7, 0, -1], room(1) / 4);
    kernel.numbers.fill(0.25, room(2) / 4, room(2) / 4 + 3);
    kernel.crossEntropy(room(0), room(1), room(2), room(3), 4 * LINE, 2, 3);
    const errors = kernel.numbers.subarray(room(3) / 4, room(3) / 4 + 3);
    expect([...errors].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([3.46574, 3.46574, 0]);
    expect(kernel.numbers[room(0) / 4 + 7]).toBeCloseTo(0.25 * (1 / 32 - 1), 6);
  });
});
