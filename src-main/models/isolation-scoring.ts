import { IsolationKernel } from './isolation-kernel.ts';
import type { IsolationTrees } from './isolation-trees.ts';

/** Isolation trees padded to complete binary trees of one depth; tree after tree. */
interface PaddedTrees {
  readonly count: number;
  readonly depth: number;
  /** 2^depth nodes a tree in heap order, the root at 1. */
  readonly feature: Uint16Array;
  /** A row goes left when its value is strictly below. */
  readonly threshold: Float32Array;
  /** 2^depth leaves a tree. */
  readonly leaf: Float32Array;
}

/** Deeper trees than this are walked node by node: a padded tree doubles with every level. */
const MAX_PADDED_DEPTH = 10;
const BLOCK_ROWS = 2048;
/** Walks from here on are worth opening the compiled kernel. */
const MANY_WALKS = 1_000_000;

/**
 * Sums path lengths over all trees, in the compiled kernel where there is much to do; elsewhere shallow trees are padded to
 * complete binary trees, so that the walk has no branch and several rows are in flight. All ways give the same sums to the
 * last bit, whatever the parts the rows come in.
 */
export class PathLengths {
  readonly #trees: IsolationTrees;
  readonly #width: number;
  #walks = 0;
  /** Undefined until there was much to do; null where there is none for these trees. */
  #kernel: IsolationKernel | null | undefined;
  #padded: PaddedTrees | undefined;

  /** @param width Columns of the rows that will come. */
  constructor(trees: IsolationTrees, width: number) {
    this.#trees = trees;
    this.#width = width;
  }

  /** One sum a row. @param data Row-major, shape [rowCount, width]. */
  sum(data: Float32Array): Float64Array {
    const trees = this.#trees;
    const width = this.#width;
    const sums = new Float64Array(width === 0 ? 0 : data.length / width);
    this.#walks += sums.length * trees.roots.length;
    if (this.#kernel === undefined && this.#walks >= MANY_WALKS) this.#kernel = IsolationKernel.open(trees, width);
    if (this.#kernel) this.#kernel.addPathLengths(data, sums);
    else if (trees.depth > MAX_PADDED_DEPTH) walkTrees(trees, data, width, sums);
    else walkPadded((this.#padded ??= padTrees(trees)), data, width, sums);
    return sums;
  }
}

/** Sums path lengths over all trees for every row of row-major data, shape [rowCount, width]. */
export function sumPathLengths(trees: IsolationTrees, data: Float32Array, width: number): Float64Array {
  return new PathLengths(trees, width).sum(data);
}

function padTrees(trees: IsolationTrees): PaddedTrees {
  const count = trees.roots.length;
  const leaves = 1 << trees.depth;
  const feature = new Uint16Array(count * leaves);
  const threshold = new Float32Array(count * leaves).fill(Infinity);
  const leaf = new Float32Array(count * leaves);
  const place = (node: number, base: number, at: number): void => {
    const left = trees.left[node]!;
    if (left < 0) {
      fillLeaves(leaf, base, leaves, at, trees.pathLength[node]!);
      return;
    }
    feature[base + at] = trees.feature[node]!;
    threshold[base + at] = trees.threshold[node]!;
    place(left, base, at * 2);
    place(left + 1, base, at * 2 + 1);
  };
  for (let tree = 0; tree < count; tree++) place(trees.roots[tree]!, tree * leaves, 1);
  return { count, depth: trees.depth, feature, threshold, leaf };
}

/** All leaves under heap position `at` get the value. */
function fillLeaves(leaf: Float32Array, base: number, leaves: number, at: number, value: number): void {
  let from = at;
  let to = at;
  while (from < leaves) {
    from *= 2;
    to = to * 2 + 1;
  }
  leaf.fill(value, base + from - leaves, base + to - leaves + 1);
}

function walkPadded(trees: PaddedTrees, data: Float32Array, width: number, sums: Float64Array): void {
  for (let from = 0; from < sums.length; from += BLOCK_ROWS) {
    const to = Math.min(sums.length, from + BLOCK_ROWS);
    for (let tree = 0; tree < trees.count; tree++) walkBlock(trees, tree, data, width, sums, from, to);
  }
}

function walkBlock(
  trees: PaddedTrees,
  tree: number,
  data: Float32Array,
  width: number,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  const { depth, feature, threshold, leaf } = trees;
  const leaves = 1 << depth;
  const base = tree * leaves;
  const leafBase = base - leaves;
  let row = from;
  for (; row + 3 < to; row += 4) {
    const r0 = row * width;
    const r1 = r0 + width;
    const r2 = r1 + width;
    const r3 = r2 + width;
    let a = 1;
    let b = 1;
    let c = 1;
    let d = 1;
    for (let level = 0; level < depth; level++) {
      a = a + a + +(data[r0 + feature[base + a]!]! >= threshold[base + a]!);
      b = b + b + +(data[r1 + feature[base + b]!]! >= threshold[base + b]!);
      c = c + c + +(data[r2 + feature[base + c]!]! >= threshold[base + c]!);
      d = d + d + +(data[r3 + feature[base + d]!]! >= threshold[base + d]!);
    }
    sums[row]! += leaf[leafBase + a]!;
    sums[row + 1]! += leaf[leafBase + b]!;
    sums[row + 2]! += leaf[leafBase + c]!;
    sums[row + 3]! += leaf[leafBase + d]!;
  }
  for (; row < to; row++) {
    let at = 1;
    for (let level = 0; level < depth; level++) {
      at = at + at + +(data[row * width + feature[base + at]!]! >= threshold[base + at]!);
    }
    sums[row]! += leaf[leafBase + at]!;
  }
}

function walkTrees(trees: IsolationTrees, data: Float32Array, width: number, sums: Float64Array): void {
  const { left, feature, threshold, pathLength } = trees;
  for (const root of trees.roots) {
    for (let row = 0; row < sums.length; row++) {
      const base = row * width;
      let node = root;
      for (let child = left[node]!; child >= 0; child = left[node]!) {
        node = child + +(data[base + feature[node]!]! >= threshold[node]!);
      }
      sums[row]! += pathLength[node]!;
    }
  }
}

/**
 * Splits the shortening of one row's paths over the features that caused it.
 * A split is credited with the drop of the mean path length from the node to the child the row goes to; positive
 * credit means the feature made the row easier to isolate. Sums over features to (mean root length - row's length).
 */
export function creditFeatures(trees: IsolationTrees, row: Float32Array, width: number): Float64Array {
  const credit = new Float64Array(width);
  for (const root of trees.roots) {
    let node = root;
    for (let child = trees.left[node]!; child >= 0; child = trees.left[node]!) {
      const feature = trees.feature[node]!;
      const next = child + +(row[feature]! >= trees.threshold[node]!);
      credit[feature]! += trees.pathLength[node]! - trees.pathLength[next]!;
      node = next;
    }
  }
  return credit;
}
