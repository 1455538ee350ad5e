import type { Random } from './random.ts';

/**
 * Isolation trees in flat arrays; all trees share them, `roots` says where each begins.
 * Inner node: `left` is its first child, the second follows it; leaf: `left` is -1.
 */
export interface IsolationTrees {
  readonly roots: Int32Array;
  readonly feature: Int16Array;
  /** A row goes left when its value is strictly below. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  /** Leaf: path length of rows ending here. Inner node: its mean over the training rows that passed. */
  readonly pathLength: Float32Array;
  readonly depth: number;
}

const EULER_GAMMA = 0.577_215_664_901_532_9;

/** Mean path length of an unsuccessful search among n points: c(n) of the paper. */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER_GAMMA) - (2 * (n - 1)) / n;
}

export interface GrowTreesOptions {
  readonly nEstimators: number;
  /** Rows drawn without replacement for each tree; at least 2, at most the number of rows. */
  readonly maxSamples: number;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** Rows that need not all be in memory. */
export interface RowSource {
  readonly rowCount: number;
  /** Copies one row to a place of the target, in numbers from its start. */
  copyRow(row: number, target: Float32Array, at: number): void;
}

/**
 * Grows isolation trees on row-major data, shape [rowCount, width], or on rows of a source, of which each tree sees only
 * those it draws.
 * Source: Liu, Ting, Zhou, "Isolation Forest", ICDM 2008, algorithms 1 and 2. Deviation: features constant within a
 * node are not drawn, as scikit-learn does.
 */
export function growTrees(data: Float32Array | RowSource, width: number, options: GrowTreesOptions): IsolationTrees {
  const grower = new TreeGrower(data instanceof Float32Array ? rowsOf(data, width) : data, width, options);
  for (let tree = 0; tree < options.nEstimators; tree++) {
    options.signal?.throwIfAborted();
    grower.growTree();
  }
  return grower.finish();
}

function rowsOf(data: Float32Array, width: number): RowSource {
  return {
    rowCount: data.length / width,
    copyRow: (row, target, at) => {
      const from = row * width;
      for (let c = 0; c < width; c++) target[at + c] = data[from + c]!;
    },
  };
}

class TreeGrower {
  private readonly source: RowSource;
  /** The rows of the tree that grows: beside each other, where all rows may be spread over more than a cache holds. */
  private readonly data: Float32Array;
  /** A permutation of all rows; each tree goes on from how the last one left it. */
  private readonly rows: Int32Array;
  private readonly drawn: Int32Array;
  private readonly width: number;
  private readonly random: Random;
  private readonly maxSamples: number;
  private readonly depth: number;
  /** Numbers of drawn rows, parted as the tree grows. */
  private readonly order: Int32Array;
  private readonly candidates: Int16Array;
  private readonly roots: number[] = [];
  private feature = new Int16Array(4096);
  private threshold = new Float32Array(4096);
  private left = new Int32Array(4096);
  private pathLength = new Float32Array(4096);
  private used = 0;
  private splitLow = 0;
  private splitHigh = 0;

  constructor(source: RowSource, width: number, options: GrowTreesOptions) {
    this.source = source;
    this.width = width;
    this.random = options.random;
    this.maxSamples = options.maxSamples;
    this.depth = Math.max(1, Math.ceil(Math.log2(options.maxSamples)));
    this.data = new Float32Array(options.maxSamples * width);
    this.rows = new Int32Array(source.rowCount);
    for (let row = 0; row < source.rowCount; row++) this.rows[row] = row;
    this.drawn = new Int32Array(options.maxSamples);
    this.order = new Int32Array(options.maxSamples);
    this.candidates = Int16Array.from({ length: width }, (_, f) => f);
  }

  growTree(): void {
    this.drawSample();
    const root = this.takeNodes(1);
    this.roots.push(root);
    this.growNode(root, 0, this.maxSamples, 0);
    this.order.forEach((at, i) => (this.rows[i] = this.drawn[at]!));
  }

  finish(): IsolationTrees {
    const { used } = this;
    return {
      roots: Int32Array.from(this.roots),
      feature: this.feature.slice(0, used),
      threshold: this.threshold.slice(0, used),
      left: this.left.slice(0, used),
      pathLength: this.pathLength.slice(0, used),
      depth: this.depth,
    };
  }

  /** The first maxSamples entries of `rows` become a uniform sample (partial Fisher-Yates). */
  private drawSample(): void {
    const { rows, random } = this;
    for (let i = 0; i < this.maxSamples; i++) {
      const j = i + random.below(rows.length - i);
      const row = rows[i]!;
      rows[i] = rows[j]!;
      rows[j] = row;
      this.drawn[i] = rows[i]!;
      this.order[i] = i;
      this.source.copyRow(rows[i]!, this.data, i * this.width);
    }
  }

  /** Returns the summed path length of the rows in [from, to). */
  private growNode(node: number, from: number, to: number, depth: number): number {
    const size = to - from;
    const feature = depth < this.depth && size > 1 ? this.drawFeature(from, to) : -1;
    if (feature < 0) {
      this.left[node] = -1;
      this.pathLength[node] = depth + averagePathLength(size);
      return size * this.pathLength[node];
    }
    const threshold = this.drawThreshold();
    const middle = this.partition(from, to, feature, threshold);
    const left = this.takeNodes(2);
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.left[node] = left;
    const sum = this.growNode(left, from, middle, depth + 1) + this.growNode(left + 1, middle, to, depth + 1);
    this.pathLength[node] = sum / size;
    return sum;
  }

  /** A random feature that varies over the rows, its bounds left in splitLow and splitHigh; -1 when none does. */
  private drawFeature(from: number, to: number): number {
    const { candidates, data, order, width } = this;
    for (let tried = 0; tried < width; tried++) {
      const j = tried + this.random.below(width - tried);
      const feature = candidates[j]!;
      candidates[j] = candidates[tried]!;
      candidates[tried] = feature;
      let low = Infinity;
      let high = -Infinity;
      for (let i = from; i < to; i++) {
        const value = data[order[i]! * width + feature]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (low < high) {
        this.splitLow = low;
        this.splitHigh = high;
        return feature;
      }
    }
    return -1;
  }

  private drawThreshold(): number {
    const at = Math.fround(this.splitLow + this.random.next() * (this.splitHigh - this.splitLow));
    return at > this.splitLow && at <= this.splitHigh ? at : this.splitHigh;
  }

  private partition(from: number, to: number, feature: number, threshold: number): number {
    const { data, order, width } = this;
    let low = from;
    let high = to - 1;
    while (low <= high) {
      const at = order[low]!;
      if (data[at * width + feature]! < threshold) {
        low++;
        continue;
      }
      order[low] = order[high]!;
      order[high--] = at;
    }
    return low;
  }

  private takeNodes(count: number): number {
    const first = this.used;
    this.used += count;
    if (this.used > this.left.length) {
      const larger = this.left.length * 2;
      this.feature = copyInto(new Int16Array(larger), this.feature);
      this.threshold = copyInto(new Float32Array(larger), this.threshold);
      this.left = copyInto(new Int32Array(larger), this.left);
      this.pathLength = copyInto(new Float32Array(larger), this.pathLength);
    }
    return first;
  }
}

function copyInto<T extends { set(from: T): void }>(target: T, from: T): T {
  target.set(from);
  return target;
}
