import { type PatternNode, parsePattern } from './parse-pattern.ts';

/** Points for the kinds of evidence a pattern asks for; a known level word or a timestamp is hard to match by chance. */
const CLASS_POINTS: Readonly<Record<string, number>> = {
  int: 3,
  name: 1,
  word: 1,
  any: 0.5,
  quoted: 1,
  json: 4,
  mark: 2,
};
const ROLE_POINTS: Readonly<Record<string, number>> = { service: 1, host: 1, component: 1.5 };

/** How much a match of the pattern proves: higher is more specific. Typical headers score 5 to 20. */
export function patternSpecificity(pattern: string): number {
  return parsePattern(pattern).reduce((sum, node) => sum + nodePoints(node), 0);
}

function nodePoints(node: PatternNode): number {
  switch (node.kind) {
    case 'literal':
      return Math.min(4, node.text.length);
    case 'time':
      return node.isNanosOnly ? 2 : 4;
    case 'field':
      if (node.name === 'message' || node.class === 'tail') return node.class === 'any' ? 0.5 : 0;
      if (node.name === 'level') return node.class === 'name' ? 5 : 2;
      if (node.name === 'sd') return 4;
      if (node.name === '_') return 0;
      return (CLASS_POINTS[node.class] ?? 0) + (ROLE_POINTS[node.name] ?? 0);
    default:
      return 0;
  }
}
