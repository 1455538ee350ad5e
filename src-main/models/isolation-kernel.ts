import { readFileSync } from 'node:fs';
import { resolveKernel } from '../workers/resolve.ts';

/** Isolation trees padded to complete binary trees of one depth; tree after tree. */
export interface PaddedTrees {
  readonly count: number;
  readonly depth: number;
  /** 2^depth nodes a tree in heap order, the root at 1. */
  readonly feature: Uint16Array;
  /** A row goes left when its value is strictly below. */
  readonly threshold: Float32Array;
  /** 2^depth leaves a tree. */
  readonly leaf: Float32Array;
}

interface KernelFunctions {
  walkRows(
    nodes: number,
    leaves: number,
    depth: number,
    rows: number,
    stride: number,
    count: number,
    sums: number,
  ): void;
}

const PAGE = 65_536;
/** Rows the kernel has in flight. */
const ROWS_AT_ONCE = 8;
/** Rows at hand while all trees pass over them: what the caches of a core hold. */
const BLOCK_BYTES = 2 ** 16;

/**
 * Adds path lengths to the sums with the compiled kernel: the same numbers, to the last bit, as the loops in
 * `isolation-scoring.ts` give, in half the time.
 * @param data Row-major, shape [sums.length, width].
 * @returns False where the build left the kernel out; nothing was added then.
 */
export function walkWithKernel(trees: PaddedTrees, data: Float32Array, width: number, sums: Float64Array): boolean {
  const module = compileKernel();
  if (module === null) return false;
  const stride = 4 * width;
  const blockRows = ROWS_AT_ONCE * Math.max(1, Math.floor(BLOCK_BYTES / (stride * ROWS_AT_ONCE)));
  const treeNodes = 1 << trees.depth;
  const nodes = 0;
  const leaves = nodes + 8 * trees.count * treeNodes;
  const partial = leaves + 4 * trees.count * treeNodes;
  const rows = partial + 8 * blockRows;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rows + blockRows * stride) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { walkRows } = exports as unknown as KernelFunctions;
  writeTrees(trees, memory.buffer, { nodes, leaves });
  const blockSums = new Float64Array(memory.buffer, partial, blockRows);
  const blockData = new Float32Array(memory.buffer, rows, blockRows * width);
  for (let from = 0; from < sums.length; from += blockRows) {
    const count = Math.min(blockRows, sums.length - from);
    blockData.set(data.subarray(from * width, (from + count) * width));
    blockSums.set(sums.subarray(from, from + count));
    for (let tree = 0; tree < trees.count; tree++) {
      const at = tree * treeNodes;
      walkRows(nodes + 8 * at, leaves + 4 * at, trees.depth, rows, stride, count, partial);
    }
    sums.set(blockSums.subarray(0, count), from);
  }
  return true;
}

function writeTrees(
  { feature, threshold, leaf }: PaddedTrees,
  buffer: ArrayBuffer,
  at: { readonly nodes: number; readonly leaves: number },
): void {
  const thresholds = new Float32Array(buffer, at.nodes, 2 * threshold.length);
  const offsets = new Uint32Array(buffer, at.nodes, 2 * feature.length);
  for (let node = 0; node < feature.length; node++) {
    thresholds[2 * node] = threshold[node]!;
    offsets[2 * node + 1] = 4 * feature[node]!;
  }
  new Float32Array(buffer, at.leaves, leaf.length).set(leaf);
}

function compileKernel(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(readFileSync(resolveKernel('forest')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
