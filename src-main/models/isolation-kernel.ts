import { openKernel } from '../workers/kernels.ts';
import { type KernelFunctions, planKernel, ROWS_AT_ONCE } from './isolation-kernel/kernel-plan.ts';
import { programTrees, type TreeGroup } from './isolation-kernel/tree-program.ts';
import type { IsolationTrees } from './isolation-trees.ts';

const PAGE = 65_536;
/** Rows at hand while all trees pass over them: what the caches of a core hold. */
const BLOCK_BYTES = 2 ** 17;
const MAX_BLOCK_ROWS = 2048;

/**
 * Path lengths by the compiled kernel: the same sums, to the last bit, as the loops in `isolation-scoring.ts` give, in a
 * fraction of the time.
 */
export class IsolationKernel {
  readonly #width: number;
  readonly #blockRows: number;
  readonly #rows: Float32Array;
  readonly #sums: Float64Array;
  readonly #run: (count: number) => void;

  /**
   * @param width Columns of the rows that will come; above 0.
   * @returns Null where a tree has too many leaves for it, the build left the kernel out, or the engine has no relaxed SIMD.
   */
  static open(trees: IsolationTrees, width: number): IsolationKernel | null {
    const groups = programTrees(trees);
    const module = groups === null ? null : openKernel('forest');
    return groups === null || module === null ? null : new IsolationKernel(module, groups, width);
  }

  private constructor(module: WebAssembly.Module, groups: readonly TreeGroup[], width: number) {
    const fitting = ROWS_AT_ONCE * Math.floor(BLOCK_BYTES / (4 * width * ROWS_AT_ONCE));
    this.#width = width;
    this.#blockRows = Math.max(ROWS_AT_ONCE, Math.min(MAX_BLOCK_ROWS, fitting));
    const plan = planKernel(groups, width, this.#blockRows);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(plan.bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const kernel = exports as unknown as KernelFunctions;
    plan.write(memory.buffer);
    this.#rows = new Float32Array(memory.buffer, plan.rows, this.#blockRows * width);
    this.#sums = new Float64Array(memory.buffer, plan.sums, this.#blockRows);
    this.#run = (count) => plan.run(kernel, count);
  }

  /** Adds path lengths over all trees. @param data Row-major, shape [sums.length, width]. */
  addPathLengths(data: Float32Array, sums: Float64Array): void {
    const width = this.#width;
    for (let from = 0; from < sums.length; from += this.#blockRows) {
      const count = Math.min(this.#blockRows, sums.length - from);
      this.#rows.set(data.subarray(from * width, (from + count) * width));
      this.#sums.set(sums.subarray(from, from + count));
      // Rows past the last one hold what was there before; nobody looks at their sums.
      this.#run(ROWS_AT_ONCE * Math.ceil(count / ROWS_AT_ONCE));
      sums.set(this.#sums.subarray(0, count), from);
    }
  }
}
