import type { BitReader } from './bit-reader.ts';

const MAX_CODE_BITS = 20;
const MAX_SYMBOLS = 258;
/** Symbols that share one table. */
const GROUP_SYMBOLS = 50;

export class Bzip2Damage extends Error {}

/** The prefix codes of one block: which table reads which fifty symbols, and the tables. */
export class Bzip2Codes {
  private readonly bits: BitReader;
  private readonly selectors: Uint8Array;
  private readonly tables: readonly CodeTable[];
  private table: CodeTable;
  private group = 0;
  private left = 0;

  /** @param bits At the number of tables. @param symbols Of the block's alphabet. @throws Bzip2Damage, OutOfBits */
  constructor(bits: BitReader, symbols: number) {
    this.bits = bits;
    const tables = bits.read(3);
    if (tables < 2 || tables > 6) throw new Bzip2Damage(`a block claims ${tables} code tables`);
    this.selectors = readSelectors(bits, tables);
    this.tables = Array.from({ length: tables }, () => readTable(bits, symbols));
    this.table = this.tables[0] as CodeTable;
  }

  /** The next symbol. @throws Bzip2Damage, OutOfBits */
  next(): number {
    if (this.left === 0) {
      if (this.group >= this.selectors.length) throw new Bzip2Damage('a block has more symbols than it claims');
      this.table = this.tables[this.selectors[this.group++] as number] as CodeTable;
      this.left = GROUP_SYMBOLS;
    }
    this.left--;
    const { limit, base, symbols, minBits, maxBits } = this.table;
    let code = this.bits.read(minBits);
    for (let length = minBits; length <= maxBits; length++) {
      if (code <= (limit[length] as number)) return symbols[code - (base[length] as number)] as number;
      code = (code << 1) | this.bits.read(1);
    }
    throw new Bzip2Damage('a block holds a code that its tables do not');
  }
}

interface CodeTable {
  readonly minBits: number;
  readonly maxBits: number;
  /** By length: the largest code, -1 where there is none. */
  readonly limit: Int32Array;
  /** By length: what to take off a code to have its place among `symbols`. */
  readonly base: Int32Array;
  /** In the order of their codes. */
  readonly symbols: Uint16Array;
}

function readSelectors(bits: BitReader, tables: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw new Bzip2Damage('a block has no symbols');
  const order = Uint8Array.from({ length: tables }, (_, i) => i);
  return Uint8Array.from({ length: count }, () => {
    let place = 0;
    while (bits.read(1) === 1) {
      if (++place >= tables) throw new Bzip2Damage('a block names a code table that it does not have');
    }
    const table = order[place] as number;
    order.copyWithin(1, 0, place);
    order[0] = table;
    return table;
  });
}

/** Lengths are written as steps from the one before; codes of a length follow one another, shorter ones first. */
function readTable(bits: BitReader, symbols: number): CodeTable {
  const lengths = new Uint8Array(MAX_SYMBOLS);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw new Bzip2Damage(`a block claims a code of ${length} bits`);
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const used = lengths.subarray(0, symbols);
  const minBits = Math.min(...used);
  const maxBits = Math.max(...used);
  const limit = new Int32Array(MAX_CODE_BITS + 1).fill(-1);
  const base = new Int32Array(MAX_CODE_BITS + 1);
  const ordered = new Uint16Array(symbols);
  let placed = 0;
  let code = 0;
  for (let size = minBits; size <= maxBits; size++, code <<= 1) {
    base[size] = code - placed;
    for (let symbol = 0; symbol < symbols; symbol++) if (used[symbol] === size) ordered[placed++] = symbol;
    code = placed + (base[size] as number);
    limit[size] = code - 1;
  }
  return { minBits, maxBits, limit, base, symbols: ordered };
}
