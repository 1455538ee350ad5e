/** One character or a class of a regular expression: a table for ASCII, ranges of code points beyond it. */
export class CharSet {
  /** 1 for the ASCII characters of the set. */
  readonly ascii = new Uint8Array(128);
  /** Inclusive pairs of code points from 128 on. */
  readonly ranges: number[] = [];

  add(first: number, last: number): this {
    for (let code = first; code <= Math.min(last, 127); code++) this.ascii[code] = 1;
    if (last > 127) this.ranges.push(Math.max(first, 128), last);
    return this;
  }

  addSet(other: CharSet): this {
    for (let code = 0; code < 128; code++) this.ascii[code]! |= other.ascii[code]!;
    this.ranges.push(...other.ranges);
    return this;
  }

  /** The set of every other character. */
  inverted(): CharSet {
    const inverse = new CharSet();
    for (let code = 0; code < 128; code++) inverse.ascii[code] = 1 - this.ascii[code]!;
    let next = 128;
    const pairs = pairsOf(this.ranges).toSorted((a, b) => a[0] - b[0]);
    for (const [first, last] of pairs) {
      if (first > next) inverse.ranges.push(next, first - 1);
      next = Math.max(next, last + 1);
    }
    if (next <= LAST_CODE) inverse.ranges.push(next, LAST_CODE);
    return inverse;
  }

  /** Letters of both cases where one of them is in it. */
  foldCase(): this {
    for (let upper = 0x41; upper <= 0x5a; upper++) {
      const either = this.ascii[upper]! | this.ascii[upper + 32]!;
      this.ascii[upper] = this.ascii[upper + 32] = either;
    }
    return this;
  }

  has(code: number): boolean {
    if (code < 128) return this.ascii[code] === 1;
    for (let i = 0; i < this.ranges.length; i += 2) {
      if (code >= this.ranges[i]! && code <= this.ranges[i + 1]!) return true;
    }
    return false;
  }
}

const LAST_CODE = 0x10ffff;

function pairsOf(ranges: readonly number[]): [number, number][] {
  return Array.from({ length: ranges.length / 2 }, (_, i) => [ranges[i * 2]!, ranges[i * 2 + 1]!]);
}

const NAMED: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  h: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  digit: [[0x30, 0x39]],
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  upper: [[0x41, 0x5a]],
  lower: [[0x61, 0x7a]],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
};

/** `d`, `w`, `s`, `h` and the POSIX names; an upper-case letter is the inverse. Null for any other name. */
export function namedSet(name: string): CharSet | null {
  const ranges = NAMED[name];
  if (ranges !== undefined) return ranges.reduce((set, [first, last]) => set.add(first, last), new CharSet());
  const inverse = name.length === 1 && name !== name.toLowerCase() ? namedSet(name.toLowerCase()) : null;
  return inverse === null ? null : inverse.inverted();
}

/** Every character except a line break. */
export const ANY = new CharSet().add(0x0a, 0x0a).inverted();
