const DIRECT_CELLS = 1 << 22;

/** Gives each pair (left, right) a dense index in order of first appearance; index 0 stands for pairs beyond `most`. */
export class PairIndex {
  private readonly rightCount: number;
  private readonly most: number;
  private readonly direct: Int32Array | null;
  private readonly byPair = new Map<number, number>();
  private readonly pairs: number[] = [-1];

  /** Pairs are in [0, leftCount) x [0, rightCount). */
  constructor(leftCount: number, rightCount: number, most = 20_000) {
    this.rightCount = rightCount;
    this.most = most;
    const cells = leftCount * rightCount;
    this.direct = cells <= DIRECT_CELLS ? new Int32Array(cells) : null;
  }

  /** One more than the largest index handed out. */
  get size(): number {
    return this.pairs.length;
  }

  indexOf(left: number, right: number): number {
    const pair = left * this.rightCount + right;
    const known = this.direct === null ? this.byPair.get(pair) : this.direct[pair];
    if (known) return known;
    if (this.pairs.length > this.most) return 0;
    const index = this.pairs.push(pair) - 1;
    if (this.direct === null) this.byPair.set(pair, index);
    else this.direct[pair] = index;
    return index;
  }

  /** [left, right], or [-1, -1] for the others. */
  pairAt(index: number): readonly [number, number] {
    const pair = this.pairs[index] ?? -1;
    if (pair < 0) return [-1, -1];
    return [Math.floor(pair / this.rightCount), pair % this.rightCount];
  }
}
