import { describe, expect, it } from 'vitest';
import { SequenceTree } from '../../../../src-main/features/sequence-tree.ts';

function follow(tree: SequenceTree, templates: readonly number[]): number {
  return templates.reduce((node, template) => tree.follow(node, template), 0);
}

function pathOf(tree: SequenceTree, node: number): number[] {
  const { parents, templates } = tree.finish(Int32Array.of(node), [])!;
  const path: number[] = [];
  for (let at = node; at !== 0; at = parents[at]!) path.unshift(templates[at]!);
  return path;
}

describe('SequenceTree', () => {
  it('gives equal sequences one node and others different ones', () => {
    const tree = new SequenceTree();
    const one = follow(tree, [4, 0, 4]);
    expect(follow(tree, [4, 0, 4])).toBe(one);
    expect(new Set([one, follow(tree, [4, 4, 0]), follow(tree, [4, 0]), follow(tree, [0, 4, 4])]).size).toBe(4);
    expect(follow(tree, [])).toBe(0);
  });

  it('gives every sequence back, also after its tables have grown', () => {
    const tree = new SequenceTree();
    const sequences = Array.from({ length: 4000 }, (_, i) => [i % 7, i % 11, i % 13, i % 64, i >> 6]);
    const nodes = sequences.map((sequence) => follow(tree, sequence));
    sequences.forEach((sequence, i) => {
      if (i % 97 === 0) expect(pathOf(tree, nodes[i]!)).toEqual(sequence);
    });
    expect(new Set(nodes).size).toBe(4000);
  });

  it('keeps the first 256 steps of a sequence', () => {
    const tree = new SequenceTree();
    const long = Array.from({ length: 300 }, (_, i) => i % 3);
    expect(follow(tree, long)).toBe(follow(tree, long.slice(0, 256)));
    expect(follow(tree, long.slice(0, 255))).not.toBe(follow(tree, long.slice(0, 256)));
  });

  it('says that it tells nothing once there are more prefixes than it has room for', () => {
    const tree = new SequenceTree(10);
    for (let i = 0; i < 8; i++) follow(tree, [i]);
    expect(tree.finish(Int32Array.of(1), [])).not.toBeNull();
    for (let i = 0; i < 8; i++) follow(tree, [i, i]);
    expect(tree.size).toBe(10);
    expect(tree.finish(Int32Array.of(1), [])).toBeNull();
  });
});
