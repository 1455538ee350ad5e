import { IngestError } from '#shared/base/errors.ts';
import { ANY, CharSet, namedSet } from './char-set.ts';
import { fixedWidth, singleLook } from './look-width.ts';
import type { RegexNode } from './regex-node.ts';

/*
 * Regular expressions as lnav, grok and people write them (PCRE, Oniguruma, Python), without what cannot be matched in
 * linear time: back-references, and looks behind of no fixed length. Atomic groups and possessive repeats are read as
 * plain ones: they match all that those match, and first of all in the same way.
 */

/** Longest expression. */
const MAX_LENGTH = 32_768;
const MAX_DEPTH = 200;

/** @throws IngestError `ingest.regex-invalid` naming the position, from 0, in `details.at` and what is wrong in `details.problem`. */
export function parseRegex(pattern: string): RegexNode {
  const parser = new RegexParser(pattern);
  if (pattern.length > MAX_LENGTH) throw parser.error(`it is longer than ${MAX_LENGTH} characters`);
  return parser.parse();
}

interface Flags {
  readonly ignoresCase: boolean;
  readonly isFree: boolean;
}

class RegexParser {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;
  #flags: Flags = { ignoresCase: false, isFree: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): RegexNode {
    const node = this.#either();
    if (this.#at < this.#pattern.length) throw this.error('a group is closed that was never opened');
    return node;
  }

  error(problem: string, at = this.#at): IngestError {
    return new IngestError('ingest.regex-invalid', `Bad regular expression at character ${at + 1}: ${problem}.`, {
      details: { at, problem },
    });
  }

  #either(): RegexNode {
    if (++this.#depth > MAX_DEPTH) throw this.error('groups are nested too deeply');
    const before = this.#flags;
    const nodes = [this.#sequence()];
    while (this.#takes('|')) nodes.push(this.#sequence());
    this.#flags = before;
    this.#depth--;
    return nodes.length === 1 ? nodes[0]! : { kind: 'either', nodes };
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (this.#at < this.#pattern.length && !this.#sees('|') && !this.#sees(')')) {
      const start = this.#at;
      const node = this.#atom();
      if (node === null) continue;
      nodes.push(this.#repeated(node, start));
    }
    return nodes.length === 1 ? nodes[0]! : { kind: 'sequence', nodes };
  }

  /** Null for what matches nothing by itself: flags, comments, blanks of the free form. */
  #atom(): RegexNode | null {
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: this.#folded(this.#class()) };
      case '.':
        return { kind: 'set', set: ANY };
      case '^':
        return { kind: 'assert', what: 'start' };
      case '$':
        return { kind: 'assert', what: 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw this.error(`"${char}" has nothing to repeat`, this.#at - 1);
      default:
        if (this.#flags.isFree && /\s/.test(char)) return null;
        if (this.#flags.isFree && char === '#') return this.#skipComment();
        return this.#literal(char.codePointAt(0)!);
    }
  }

  #skipComment(): null {
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== '\n') this.#at++;
    return null;
  }

  #literal(code: number): RegexNode {
    return { kind: 'set', set: this.#folded(new CharSet().add(code, code)) };
  }

  #folded(set: CharSet): CharSet {
    return this.#flags.ignoresCase ? set.foldCase() : set;
  }

  #repeated(node: RegexNode, start: number): RegexNode {
    let repeated = node;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === null) return repeated;
      if (node.kind === 'assert' || node.kind === 'look' || node.kind === 'look-far')
        throw this.error('a position cannot be repeated', start);
      const isLazy = this.#takes('?');
      // Possessive: see the top of the file.
      if (!isLazy) this.#takes('+');
      repeated = { kind: 'repeat', node: repeated, ...bounds, isLazy };
    }
  }

  #bounds(): { least: number; most: number | null } | null {
    if (this.#takes('*')) return { least: 0, most: null };
    if (this.#takes('+')) return { least: 1, most: null };
    if (this.#takes('?')) return { least: 0, most: 1 };
    const found = /^\{(\d{0,5})(,?)(\d{0,5})\}/.exec(this.#pattern.slice(this.#at, this.#at + 14));
    if (found === null || (found[1] === '' && found[3] === '')) return null;
    const least = Number(found[1] ?? 0);
    const most = found[2] === '' ? least : found[3] === '' ? null : Number(found[3]);
    if (most !== null && most < least) throw this.error('the repeat ends before it starts');
    this.#at += found[0].length;
    return { least, most };
  }

  #group(): RegexNode | null {
    const start = this.#at - 1;
    if (!this.#takes('?')) return this.#closed({ kind: 'capture', name: null, node: this.#either() }, start);
    if (this.#takes('#')) {
      while (this.#at < this.#pattern.length && !this.#sees(')')) this.#at++;
      this.#close(start);
      return null;
    }
    if (this.#takes(':') || this.#takes('>')) return this.#closed(this.#either(), start);
    const look = /^(<?)([=!])/.exec(this.#pattern.slice(this.#at, this.#at + 2));
    if (look !== null) {
      this.#at += look[0].length;
      return this.#look(start, look[1] === '<', look[2] === '!');
    }
    const name = /^(?:P?<([A-Za-z_][\w.@-]*)>|'([A-Za-z_]\w*)')/.exec(this.#pattern.slice(this.#at, this.#at + 200));
    if (name !== null) {
      this.#at += name[0].length;
      return this.#closed({ kind: 'capture', name: name[1] ?? name[2]!, node: this.#either() }, start);
    }
    const flags = /^([imsx]*)(?:-([imsx]+))?([:)])/.exec(this.#pattern.slice(this.#at, this.#at + 12));
    if (flags === null) throw this.error('this kind of group cannot be matched in linear time or is not known', start);
    this.#at += flags[0].length;
    const before = this.#flags;
    this.#flags = changeFlags(before, flags[1]!, flags[2] ?? '');
    // Flags alone hold to the end of the group around them, which restores the former ones.
    if (flags[3] === ')') return null;
    const node = this.#closed(this.#either(), start);
    this.#flags = before;
    return node;
  }

  #look(start: number, isBehind: boolean, isNegated: boolean): RegexNode {
    const inside = this.#closed(this.#either(), start);
    const found = singleLook(inside);
    if (found !== null) return { kind: 'look', ...found, isBehind, isNegated };
    const behind = isBehind ? fixedWidth(inside) : 0;
    if (behind === null) throw this.error('a look behind of no fixed length is not supported', start);
    return { kind: 'look-far', node: inside, behind, isNegated };
  }

  #closed(node: RegexNode, start: number): RegexNode {
    this.#close(start);
    return node;
  }

  #close(start: number): void {
    if (!this.#takes(')')) throw this.error('the group is not closed', start);
  }

  #escape(): RegexNode {
    const start = this.#at - 1;
    if (this.#at >= this.#pattern.length) throw this.error('nothing follows the backslash', start);
    const char = this.#next();
    if (char === 'b') return { kind: 'assert', what: 'word' };
    if (char === 'B') return { kind: 'assert', what: 'no-word' };
    if (char === 'A') return { kind: 'assert', what: 'start' };
    if (char === 'z' || char === 'Z') return { kind: 'assert', what: 'end' };
    if (/[1-9k]/.test(char)) throw this.error('a back-reference cannot be matched in linear time', start);
    const set = namedSet(char);
    if (set !== null) return { kind: 'set', set };
    this.#at--;
    return this.#literal(this.#escapedCode(start));
  }

  /** The character an escape stands for, from behind the backslash. */
  #escapedCode(start: number): number {
    const char = this.#next();
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (char === 'x' || char === 'u') {
      const hex = /^(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2,4}))/i.exec(this.#pattern.slice(this.#at, this.#at + 8));
      const digits = hex?.[1] ?? hex?.[2]?.slice(0, char === 'x' ? 2 : 4);
      if (hex === null || digits === undefined) throw this.error(`"\\${char}" needs hex digits`, start);
      this.#at += hex[1] === undefined ? digits.length : hex[0].length;
      return Number.parseInt(digits, 16);
    }
    if (/[A-Za-z]/.test(char)) throw this.error(`"\\${char}" is not known`, start);
    return char.codePointAt(0)!;
  }

  #class(): CharSet {
    const start = this.#at - 1;
    const isInverse = this.#takes('^');
    const set = new CharSet();
    for (let isFirst = true; isFirst || !this.#sees(']'); isFirst = false) {
      if (this.#at >= this.#pattern.length) throw this.error('the class is not closed', start);
      this.#classItem(set);
    }
    this.#at++;
    return isInverse ? this.#folded(set).inverted() : set;
  }

  #classItem(set: CharSet): void {
    const start = this.#at;
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.#pattern.slice(start, start + 14));
    if (posix !== null) {
      const named = namedSet(posix[2]!);
      if (named === null) throw this.error(`there is no class "${posix[2]}"`);
      this.#at += posix[0].length;
      set.addSet(posix[1] === '^' ? named.inverted() : named);
      return;
    }
    const first = this.#classCharacter();
    if (typeof first !== 'number') {
      set.addSet(first);
      return;
    }
    const isRange = this.#sees('-') && this.#at + 1 < this.#pattern.length && this.#pattern[this.#at + 1] !== ']';
    if (!isRange) {
      set.add(first, first);
      return;
    }
    this.#at++;
    const last = this.#classCharacter();
    if (typeof last !== 'number' || last < first) throw this.error('the range is no range', start);
    set.add(first, last);
  }

  #classCharacter(): number | CharSet {
    const start = this.#at;
    const char = this.#next();
    if (char !== '\\') return char.codePointAt(0)!;
    const escaped = this.#pattern[this.#at] ?? '';
    if (escaped === 'b') {
      this.#at++;
      return 0x08;
    }
    const set = namedSet(escaped);
    if (set === null) return this.#escapedCode(start);
    this.#at++;
    return set;
  }

  #next(): string {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) throw this.error('it ends too early');
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }

  #sees(char: string): boolean {
    return this.#pattern[this.#at] === char;
  }

  #takes(char: string): boolean {
    if (!this.#sees(char)) return false;
    this.#at++;
    return true;
  }
}

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, a: 7, '0': 0 };

function changeFlags(flags: Flags, on: string, off: string): Flags {
  const has = (letter: string, before: boolean): boolean => on.includes(letter) || (before && !off.includes(letter));
  return { ignoresCase: has('i', flags.ignoresCase), isFree: has('x', flags.isFree) };
}
