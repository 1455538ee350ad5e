import { CharSet } from '../regex/char-set.ts';
import { compileRegex } from '../regex/compile-regex.ts';
import { parseRegex } from '../regex/parse-regex.ts';
import type { RegexNode } from '../regex/regex-node.ts';

/** lnav's levels that are no words of ours. */
const LNAV_LEVELS: Readonly<Record<string, string | number>> = {
  trace: 'trace',
  debug5: 5,
  debug4: 5,
  debug3: 5,
  debug2: 5,
  debug: 'debug',
  info: 'info',
  stats: 9,
  notice: 'notice',
  warning: 'warn',
  error: 'error',
  critical: 'critical',
  fatal: 'fatal',
};

/** Most words one pattern is written out to. */
const MAX_WORDS = 64;
/** What a level word may be. */
const WORD = /^\S{1,16}$/;

/** Levels of an lnav format: as words where its patterns are lists of words, as patterns where they are not. */
export interface LnavLevels {
  readonly words: Record<string, string | number>;
  readonly patterns: Record<string, string>;
  /** Names of levels whose pattern is none that can be used. */
  readonly unknown: readonly string[];
}

/** lnav gives levels a pattern each; words are quicker and are told from other text for certain. */
export function lnavLevels(levels: Readonly<Record<string, unknown>>): LnavLevels {
  const words: Record<string, string | number> = {};
  const patterns: Record<string, string> = {};
  const unknown: string[] = [];
  for (const [name, pattern] of Object.entries(levels)) {
    const level = LNAV_LEVELS[name.toLowerCase()];
    const found = level === undefined ? null : wordsOf(pattern);
    if (level === undefined) unknown.push(name);
    else if (found !== null && found.every((word) => WORD.test(word))) for (const word of found) words[word] = level;
    else if (typeof level === 'string' && typeof pattern === 'string' && isUsable(pattern)) patterns[level] = pattern;
    else unknown.push(name);
  }
  return { words, patterns, unknown };
}

function isUsable(pattern: string): boolean {
  try {
    compileRegex(pattern);
    return true;
  } catch {
    // The caller says which levels are left out.
    return false;
  }
}

function wordsOf(pattern: unknown): readonly string[] | null {
  if (typeof pattern === 'number') return [String(pattern)];
  if (typeof pattern !== 'string') return null;
  // Tied to one end only, it is about words that begin or end so.
  if (pattern.startsWith('^') !== pattern.endsWith('$')) return null;
  try {
    const words = expand(parseRegex(pattern));
    return words === null ? null : [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word !== '');
  } catch {
    // What is no expression we know names no words: the caller says so.
    return null;
  }
}

/** Every text a node matches; null when there are too many. */
function expand(node: RegexNode): readonly string[] | null {
  switch (node.kind) {
    case 'set':
      return charactersOf(node.set);
    case 'capture':
      return expand(node.node);
    case 'either': {
      const ways = node.nodes.map(expand);
      return ways.includes(null) ? null : capped(ways.flatMap((way) => way ?? []));
    }
    case 'sequence':
      return node.nodes.reduce<readonly string[] | null>((heads, next) => join(heads, expand(next)), ['']);
    case 'repeat': {
      if (node.most === null || node.most > 4) return null;
      const once = expand(node.node);
      let all: readonly string[] | null = node.least === 0 ? [''] : [];
      let words: readonly string[] | null = [''];
      for (let times = 1; times <= node.most; times++) {
        words = join(words, once);
        if (words === null || all === null) return null;
        if (times >= node.least) all = capped([...all, ...words]);
      }
      return all;
    }
    default:
      return [''];
  }
}

function join(heads: readonly string[] | null, tails: readonly string[] | null): readonly string[] | null {
  if (heads === null || tails === null) return null;
  return capped(heads.flatMap((head) => tails.map((tail) => head + tail)));
}

function capped(words: readonly string[]): readonly string[] | null {
  const distinct = [...new Set(words)];
  return distinct.length > MAX_WORDS ? null : distinct;
}

/** Level words do not depend on case, so one of the two stands for both. */
function charactersOf(set: CharSet): readonly string[] | null {
  if (set.ranges.length > 0) return null;
  const characters = [...set.ascii.keys()]
    .filter((code) => set.ascii[code] === 1)
    .map((code) => String.fromCharCode(code));
  return capped(characters.map((character) => character.toLowerCase()));
}
