/** Transitions beyond this many distinct ones are counted together. */
const MAX_TRANSITIONS = 20_000;

/** Gives each pair (previous template, template) a dense index in order of first appearance; 0 stands for "others". */
export class TransitionIndex {
  private readonly templateCount: number;
  private readonly direct: Int32Array | null;
  private readonly byPair = new Map<number, number>();
  private readonly pairs: number[] = [-1];

  constructor(templateCount: number) {
    this.templateCount = templateCount;
    this.direct = templateCount <= 2048 ? new Int32Array(templateCount * templateCount) : null;
  }

  /** One more than the largest index handed out. */
  get size(): number {
    return this.pairs.length;
  }

  indexOf(previous: number, next: number): number {
    const pair = previous * this.templateCount + next;
    const known = this.direct === null ? this.byPair.get(pair) : this.direct[pair];
    if (known) return known;
    if (this.pairs.length > MAX_TRANSITIONS) return 0;
    const index = this.pairs.push(pair) - 1;
    if (this.direct === null) this.byPair.set(pair, index);
    else this.direct[pair] = index;
    return index;
  }

  /** [previous, next], or [-1, -1] for the others. */
  pairAt(index: number): readonly [number, number] {
    const pair = this.pairs[index] ?? -1;
    if (pair < 0) return [-1, -1];
    return [Math.floor(pair / this.templateCount), pair % this.templateCount];
  }
}
