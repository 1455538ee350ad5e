import { ModelError } from '#shared/base/errors.ts';
import type { IsolationTrees } from './isolation-trees.ts';

/**
 * A forest from a file must stay inside its own arrays and always come to an end.
 * @throws ModelError `model.bad-state` naming the field.
 */
export function checkTrees(trees: IsolationTrees, featureCount: number): void {
  const nodes = trees.left.length;
  if (trees.roots.length === 0) throw badTrees('trees.roots', 'is empty');
  for (const field of ['feature', 'threshold', 'pathLength'] as const) {
    if (trees[field].length !== nodes) throw badTrees(`trees.${field}`, 'has another length than trees.left');
  }
  trees.left.forEach((left, node) => {
    if (left !== -1 && (left <= node || left + 1 >= nodes))
      throw badTrees(`trees.left[${node}]`, 'points outside the tree');
    if (left !== -1 && trees.feature[node]! >= featureCount)
      throw badTrees(`trees.feature[${node}]`, 'names no feature');
    if (trees.feature[node]! < 0) throw badTrees(`trees.feature[${node}]`, 'is negative');
  });
  for (const root of trees.roots)
    if (root < 0 || root >= nodes) throw badTrees('trees.roots', 'points outside the forest');
  if (!(trees.depth >= 1 && trees.depth <= 40)) throw badTrees('trees.depth', 'is not between 1 and 40');
  checkShape(trees);
}

/** Nodes that two others share would let a few hundred of them unfold into more leaves than any memory holds. */
function checkShape({ roots, left, depth }: IsolationTrees): void {
  const UNKNOWN = 255;
  const depths = new Uint8Array(left.length).fill(UNKNOWN);
  const reach = (node: number, at: number, field: string): void => {
    if (depths[node] !== UNKNOWN) throw badTrees(field, 'leads to a node that something else leads to');
    depths[node] = at;
  };
  roots.forEach((root, tree) => reach(root, 0, `trees.roots[${tree}]`));
  // Children come after their parents.
  left.forEach((child, node) => {
    if (child === -1 || depths[node] === UNKNOWN) return;
    const at = depths[node]! + 1;
    if (at > depth) throw badTrees(`trees.left[${node}]`, 'makes a tree deeper than trees.depth');
    reach(child, at, `trees.left[${node}]`);
    reach(child + 1, at, `trees.left[${node}]`);
  });
}

/** A forest that cannot be used. */
export function badTrees(field: string, problem: string): ModelError {
  return new ModelError('model.bad-state', `The saved forest cannot be used: ${field} ${problem}. Train it again.`, {
    details: { field },
  });
}
