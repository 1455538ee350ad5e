import type { IsolationTrees } from '../isolation-trees.ts';

/** What the sides of a split are; numbers of the kernel. */
export const SPLIT_KINDS = { leaves: 0, leafLeft: 1, leafRight: 2, subtrees: 3 } as const;

export interface SplitStep {
  readonly feature: number;
  readonly threshold: number;
  /** Number of the leaf beside a subtree, or of the left one of two leaves; 0 where there is none. */
  readonly leaf: number;
  readonly kind: (typeof SPLIT_KINDS)[keyof typeof SPLIT_KINDS];
}

/** One tree as steps that need no branch on a row: every split is worked out, children before their parents. */
export interface TreeProgram {
  readonly steps: readonly SplitStep[];
  /** Path lengths of its leaves, from left to right. */
  readonly leaves: readonly number[];
  /** Values that wait at once at most. */
  readonly stackDepth: number;
}

/** Trees in a row that can share ranks: none of their features has more thresholds than a byte tells apart. */
export interface TreeGroup {
  readonly programs: readonly TreeProgram[];
  /** By feature: its distinct thresholds, ascending, at most MAX_THRESHOLDS. */
  readonly thresholds: ReadonlyMap<number, Float32Array>;
}

/** Leaves of one tree that a byte can number. */
const MAX_LEAVES = 256;
export const MAX_THRESHOLDS = 255;

/** @returns The trees in their order; null when one has more leaves than a byte can number. */
export function programTrees(trees: IsolationTrees): TreeGroup[] | null {
  const programs: TreeProgram[] = [];
  for (const root of trees.roots) {
    const program = programTree(trees, root);
    if (program === null) return null;
    programs.push(program);
  }
  return groupPrograms(programs);
}

function programTree(trees: IsolationTrees, root: number): TreeProgram | null {
  const steps: SplitStep[] = [];
  const leaves: number[] = [];
  let waiting = 0;
  let stackDepth = 1;
  /** Number of the leaf, or null for a subtree. */
  const visit = (node: number): number | null => {
    const child = trees.left[node]!;
    if (child < 0 || leaves.length > MAX_LEAVES) return leaves.push(trees.pathLength[node]!) - 1;
    const left = visit(child);
    const right = visit(child + 1);
    const kind = kindOf(left, right);
    if (kind === SPLIT_KINDS.leaves) stackDepth = Math.max(stackDepth, ++waiting);
    if (kind === SPLIT_KINDS.subtrees) waiting--;
    steps.push({ feature: trees.feature[node]!, threshold: trees.threshold[node]!, leaf: left ?? right ?? 0, kind });
    return null;
  };
  visit(root);
  return leaves.length > MAX_LEAVES ? null : { steps, leaves, stackDepth };
}

function kindOf(left: number | null, right: number | null): SplitStep['kind'] {
  if (left !== null) return right !== null ? SPLIT_KINDS.leaves : SPLIT_KINDS.leafLeft;
  return right !== null ? SPLIT_KINDS.leafRight : SPLIT_KINDS.subtrees;
}

function groupPrograms(programs: readonly TreeProgram[]): TreeGroup[] {
  const groups: TreeGroup[] = [];
  for (let from = 0; from < programs.length; ) {
    const sets = new Map<number, Set<number>>();
    let to = from;
    while (to < programs.length && addThresholds(sets, programs[to]!)) to++;
    const thresholds = [...sets].map(([feature, set]) => [feature, Float32Array.from(set).sort()] as const);
    groups.push({ programs: programs.slice(from, to), thresholds: new Map(thresholds) });
    from = to;
  }
  return groups;
}

/** Takes the thresholds of a tree in; nothing, and false, where a feature would get more than MAX_THRESHOLDS. */
function addThresholds(sets: Map<number, Set<number>>, { steps }: TreeProgram): boolean {
  const fresh = new Map<number, Set<number>>();
  for (const { feature, threshold } of steps) {
    if (sets.get(feature)?.has(threshold) === true) continue;
    fresh.set(feature, (fresh.get(feature) ?? new Set()).add(threshold));
  }
  for (const [feature, set] of fresh) if ((sets.get(feature)?.size ?? 0) + set.size > MAX_THRESHOLDS) return false;
  for (const [feature, set] of fresh) sets.set(feature, new Set([...(sets.get(feature) ?? []), ...set]));
  return true;
}
