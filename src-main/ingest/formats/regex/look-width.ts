import { CharSet } from './char-set.ts';
import type { RegexNode } from './regex-node.ts';

/** A look that asks for one character, or for the edge of the line. */
export function singleLook(node: RegexNode): { set: CharSet; orEdge: boolean } | null {
  if (node.kind === 'set') return { set: node.set, orEdge: false };
  if (node.kind === 'assert') {
    return node.what === 'start' || node.what === 'end' ? { set: new CharSet(), orEdge: true } : null;
  }
  if (node.kind === 'capture') return singleLook(node.node);
  if (node.kind !== 'either') return null;
  const parts = node.nodes.map(singleLook);
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return {
    set: known.reduce((set, part) => set.addSet(part.set), new CharSet()),
    orEdge: known.some((part) => part.orEdge),
  };
}

/** Characters that whatever a node matches is long; null when that is not always the same. */
export function fixedWidth(node: RegexNode): number | null {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'capture':
      return fixedWidth(node.node);
    case 'sequence':
      return node.nodes.reduce<number | null>((sum, each) => addWidths(sum, fixedWidth(each)), 0);
    case 'either': {
      const [first, ...others] = node.nodes.map(fixedWidth);
      return first !== undefined && others.every((width) => width === first) ? first : null;
    }
    case 'repeat': {
      const width = fixedWidth(node.node);
      return node.least === node.most && width !== null ? width * node.least : null;
    }
    default:
      return 0;
  }
}

function addWidths(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
