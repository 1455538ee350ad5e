import type { CharSet } from './char-set.ts';
import { characterBefore, characterCode, characterWidth } from './characters.ts';
import { RegexOp, type RegexProgram } from './compile-regex.ts';

/** Steps a byte of the line within which nearly every expression is done without a memory of what failed. */
const QUICK_STEPS = 16;
const LEAST_STEPS = 4096;
/** Longest line, in bytes, that is searched so; a longer one on which an expression goes back and forth is not matched. */
const MAX_CAREFUL_BYTES = 131_072;

/** A look ahead sees so many bytes. */
const LOOK_BYTES = 1024;
/** Steps that all looks of a search may take together, a byte of the line and besides. */
const LOOK_STEPS = 64;
const LEAST_LOOK_STEPS = 100_000;

const Entry = { branch: 0, range: 1, restore: 2 } as const;

/**
 * Searches lines for an expression, on bytes and in linear time. It tries ways in order and goes back where one fails; a
 * line on which that takes long is searched again with a memory of the places that failed, so that none is tried twice.
 * Holds the state of one search, so it is not shared between parsers.
 */
export class RegexMatcher {
  readonly program: RegexProgram;
  /** Start and end of each capture of the last match, -1 where it took no part. */
  readonly slots: Int32Array;
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  /** Where characters stop being taken; the end, but for looks. */
  private limit = 0;
  private lookSteps = 0;
  private readonly lookers: readonly RegexMatcher[];
  private stack = new Int32Array(1024);
  private depth = 0;
  private failed = new Uint32Array(0);

  constructor(program: RegexProgram) {
    this.program = program;
    this.slots = new Int32Array(program.captures * 2);
    this.lookers = program.looks.map((look) => new RegexMatcher(look.program));
  }

  /** True when the expression is found in `[start, end)`; `slots` then holds the leftmost match. */
  search(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = this.limit = end;
    this.lookSteps = LEAST_LOOK_STEPS + LOOK_STEPS * (end - start);
    const quick = this.run(start, LEAST_STEPS + QUICK_STEPS * (end - start), false);
    if (quick !== null) return quick;
    if (end - start > MAX_CAREFUL_BYTES) return false;
    const bits = this.program.choices * (end - start + 1);
    const words = Math.ceil(bits / 32);
    if (this.failed.length < words) this.failed = new Uint32Array(words);
    else this.failed.fill(0, 0, words);
    return this.run(start, Number.POSITIVE_INFINITY, true) === true;
  }

  /** Whether the expression matches from exactly `at` on, inside a line; null when that takes too many steps. */
  private matchesAt(line: RegexMatcher, at: number, maxSteps: number): boolean | null {
    this.bytes = line.bytes;
    this.start = line.start;
    this.end = line.end;
    this.limit = Math.min(line.end, at + LOOK_BYTES);
    this.lookSteps = maxSteps;
    return this.run(at, maxSteps, false);
  }

  /** Null when it is not done after so many steps. */
  private run(from: number, maxSteps: number, hasMemory: boolean): boolean | null {
    const { code } = this.program;
    const { slots, limit: end } = this;
    slots.fill(-1);
    this.depth = 0;
    let pc = 0;
    let at = from;
    let steps = 0;
    for (; steps < maxSteps; steps++) {
      const op = code[pc * 3]!;
      const a = code[pc * 3 + 1]!;
      const b = code[pc * 3 + 2]!;
      let isGoing = true;
      if (op === RegexOp.set) {
        const width = at < end ? this.widthIn(a, at) : 0;
        if (width > 0) {
          at += width;
          pc++;
        } else isGoing = false;
      } else if (op === RegexOp.loop) {
        if (hasMemory) {
          if (this.hasFailed(pc, at)) isGoing = false;
          else {
            const width = at < end ? this.widthIn(a, at) : 0;
            if (width === 0) pc++;
            else if (b === 1) {
              this.push(Entry.branch, pc, at + width, 0);
              pc++;
            } else {
              this.push(Entry.branch, pc + 1, at, 0);
              at += width;
            }
          }
        } else if (b === 1) {
          const width = at < end ? this.widthIn(a, at) : 0;
          if (width > 0) this.push(Entry.branch, pc, at + width, 0);
          pc++;
        } else {
          const first = at;
          at = this.skip(a, at);
          steps += at - first;
          if (at > first) this.push(Entry.range, pc + 1, first, at);
          pc++;
        }
      } else if (op === RegexOp.split) {
        if (hasMemory && this.hasFailed(pc, at)) isGoing = false;
        else {
          this.push(Entry.branch, b, at, 0);
          pc = a;
        }
      } else if (op === RegexOp.save) {
        this.push(Entry.restore, a, slots[a]!, 0);
        slots[a] = at;
        pc++;
      } else if (op === RegexOp.jump) pc = a;
      else if (op === RegexOp.match) {
        this.taken = steps;
        return true;
      } else {
        isGoing = this.isPlaceFor(op, a, b, at);
        pc++;
      }
      if (isGoing) continue;
      at = this.goBack();
      if (at < 0) break;
      pc = this.resumed;
    }
    this.taken = steps;
    return at < 0 ? false : null;
  }

  private resumed = 0;
  /** Steps of the last run. */
  private taken = 0;

  private isPlaceFor(op: number, a: number, b: number, at: number): boolean {
    if (op === RegexOp.assert) return this.holds(a, at);
    return op === RegexOp.look ? this.looks(a, b, at) : this.looksFar(a, b === 1, at);
  }

  /** A look whose steps are used up finds nothing, and neither does its opposite. */
  private looksFar(look: number, isNegated: boolean, at: number): boolean {
    const looker = this.lookers[look]!;
    let from = at;
    for (let i = this.program.looks[look]!.behind; i > 0; i--) {
      if (from === this.start) return isNegated;
      from = characterBefore(this.bytes, from, this.start);
    }
    const isFound = looker.matchesAt(this, from, this.lookSteps);
    this.lookSteps -= looker.taken;
    return isFound !== null && isFound !== isNegated;
  }

  /** Goes back to the last place with another way. @returns its position, or -1 when there is none. */
  private goBack(): number {
    const { stack, slots } = this;
    while (this.depth > 0) {
      const top = this.depth - 4;
      const kind = stack[top]!;
      if (kind === Entry.restore) {
        slots[stack[top + 1]!] = stack[top + 2]!;
        this.depth = top;
        continue;
      }
      this.resumed = stack[top + 1]!;
      if (kind === Entry.branch) {
        this.depth = top;
        return stack[top + 2]!;
      }
      const first = stack[top + 2]!;
      const at = characterBefore(this.bytes, stack[top + 3]!, first);
      if (at > first) stack[top + 3] = at;
      else this.depth = top;
      return at;
    }
    return -1;
  }

  private push(kind: number, a: number, b: number, c: number): void {
    if (this.depth + 4 > this.stack.length) {
      const grown = new Int32Array(this.stack.length * 2);
      grown.set(this.stack);
      this.stack = grown;
    }
    const { stack, depth } = this;
    stack[depth] = kind;
    stack[depth + 1] = a;
    stack[depth + 2] = b;
    stack[depth + 3] = c;
    this.depth = depth + 4;
  }

  /** Whether this place was tried before; it counts as tried from now on. */
  private hasFailed(pc: number, at: number): boolean {
    const bit = this.program.choice[pc]! * (this.end - this.start + 1) + (at - this.start);
    const mask = 1 << (bit & 31);
    const word = bit >>> 5;
    if ((this.failed[word]! & mask) !== 0) return true;
    this.failed[word]! |= mask;
    return false;
  }

  /** Bytes of the character at `at` when it is in the set, else 0. */
  private widthIn(set: number, at: number): number {
    const chars = this.program.sets[set]!;
    const byte = this.bytes[at]!;
    if (byte < 128) return chars.ascii[byte]!;
    return wideIn(chars, this.bytes, at, this.end);
  }

  /** End of the run of characters of the set. */
  private skip(set: number, from: number): number {
    const { bytes, limit: end } = this;
    const chars = this.program.sets[set]!;
    let at = from;
    while (at < end) {
      const byte = bytes[at]!;
      const width = byte < 128 ? chars.ascii[byte]! : wideIn(chars, bytes, at, end);
      if (width === 0) return at;
      at += width;
    }
    return at;
  }

  private holds(what: number, at: number): boolean {
    if (what === 0) return at === this.start;
    if (what === 1) return at === this.end;
    const isBoundary = this.isWord(at - 1) !== this.isWord(at);
    return isBoundary === (what === 2);
  }

  private isWord(at: number): boolean {
    if (at < this.start || at >= this.end) return false;
    const byte = this.bytes[at]!;
    const lower = byte | 32;
    return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
  }

  private looks(set: number, flags: number, at: number): boolean {
    const isBehind = (flags & 1) !== 0;
    const isEdge = isBehind ? at === this.start : at === this.end;
    const from = isBehind && !isEdge ? characterBefore(this.bytes, at, this.start) : at;
    const isFound = isEdge ? (flags & 4) !== 0 : this.widthIn(set, from) > 0;
    return isFound !== ((flags & 2) !== 0);
  }
}

function wideIn(set: CharSet, bytes: Uint8Array, at: number, end: number): number {
  const width = characterWidth(bytes, at, end);
  return set.has(characterCode(bytes, at, width)) ? width : 0;
}
