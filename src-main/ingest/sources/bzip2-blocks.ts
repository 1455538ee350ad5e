/**
 * Decodes one bzip2 block at a time, from any bit, so that damage costs its own block.
 *
 * A block is its magic, a checksum, the row of the sorted rotations that the text is in, the bytes that occur, prefix codes,
 * and symbols: runs of the foremost byte, or places in a list whose used byte moves to the front. That gives the last column
 * of the sorted rotations; following it gives the text, in which four equal bytes are followed by how many more there are.
 * Source: Burrows, Wheeler, "A block-sorting lossless data compression algorithm", 1994, and the format's documentation.
 */
import type { BitReader } from './bit-reader.ts';
import { Bzip2Codes, Bzip2Damage } from './bzip2-codes.ts';

const UNIT_BYTES = 100_000;
const FIRST_OUTPUT_BYTES = 1024 * 1024;
/** A run longer than any block: its length would leave 32 bits next. */
const MAX_RUN = 2 ** 21;
const POLYNOMIAL = 0x04c1_1db7;

/** Most significant bit first, unlike the checksum of gzip. */
const CHECKSUMS = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value;
});

export interface Bzip2Block {
  /** All that was decoded, also of a block whose checksum is wrong. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Checksum over the stream so far; meaningless behind an error. */
  readonly streamChecksum: number;
  readonly error: Error | null;
}

/** The blocks of one stream. */
export class Bzip2Blocks {
  /** Low 8 bits: the last column; the rest: which row follows. */
  private readonly rows: Int32Array;
  private readonly counts = new Int32Array(256);
  private output = new Uint8Array(FIRST_OUTPUT_BYTES);
  private length = 0;

  /** @param level 1..9, of the stream's header: a block holds at most so many times 100,000 bytes. */
  constructor(level: number) {
    this.rows = new Int32Array(level * UNIT_BYTES);
  }

  /** Decodes the block at `bits`. */
  decode(bits: BitReader, streamChecksum: number): Bzip2Block {
    this.length = 0;
    let checksum = 0;
    let error: Error | null = null;
    try {
      checksum = this.decodeBlock(bits);
    } catch (cause) {
      error = cause as Error;
    }
    const output = this.output.slice(0, this.length);
    return { output, streamChecksum: checksum ^ ((streamChecksum << 1) | (streamChecksum >>> 31)), error };
  }

  private decodeBlock(bits: BitReader): number {
    bits.read(24);
    bits.read(24);
    const stated = bits.read(32);
    if (bits.read(1) === 1) throw new Bzip2Damage('a block is of the kind that is no longer written');
    const start = bits.read(24);
    const length = this.readColumn(bits);
    if (start >= length) throw new Bzip2Damage(`a block of ${length} bytes starts at ${start}`);
    this.linkRows(length);
    const checksum = this.writeText(start, length);
    if (checksum !== stated) throw new Bzip2Damage('the checksum of a block does not match');
    return checksum;
  }

  /** Fills the last column. @returns its length. */
  private readColumn(bits: BitReader): number {
    const { rows, counts } = this;
    const front = readAlphabet(bits);
    const endOfBlock = front.length + 1;
    const codes = new Bzip2Codes(bits, front.length + 2);
    counts.fill(0);
    let length = 0;
    for (let symbol = codes.next(); ; symbol = codes.next()) {
      // Runs are numbers with the digits 1 and 2, smallest first.
      let run = 0;
      for (let weight = 1; symbol <= 1; weight *= 2, symbol = codes.next()) {
        if (weight > MAX_RUN) throw new Bzip2Damage('a block holds a run without end');
        run += weight * (symbol + 1);
      }
      if (run > rows.length - length) throw new Bzip2Damage('a block is longer than its stream allows');
      if (run > 0) {
        const byte = front[0] as number;
        rows.fill(byte, length, length + run);
        counts[byte] = (counts[byte] as number) + run;
        length += run;
      }
      if (symbol === endOfBlock) return length;
      if (length >= rows.length) throw new Bzip2Damage('a block is longer than its stream allows');
      const place = symbol - 1;
      const byte = front[place] as number;
      front.copyWithin(1, 0, place);
      front[0] = byte;
      counts[byte] = (counts[byte] as number) + 1;
      rows[length++] = byte;
    }
  }

  private linkRows(length: number): void {
    const { rows, counts } = this;
    let before = 0;
    for (let byte = 0; byte < 256; byte++) {
      const count = counts[byte] as number;
      counts[byte] = before;
      before += count;
    }
    for (let row = 0; row < length; row++) {
      const byte = (rows[row] as number) & 0xff;
      const at = counts[byte] as number;
      counts[byte] = at + 1;
      rows[at] = (rows[at] as number) | (row << 8);
    }
  }

  /** @returns the checksum of what was written. */
  private writeText(start: number, length: number): number {
    const { rows } = this;
    let checksum = -1;
    let row = (rows[start] as number) >>> 8;
    let last = -1;
    let equal = 0;
    for (let left = length; left > 0; left--) {
      const entry = rows[row] as number;
      const byte = entry & 0xff;
      row = entry >>> 8;
      const isCount = equal === 4;
      const copies = isCount ? byte : 1;
      const written = isCount ? last : byte;
      if (this.length + copies > this.output.length) this.grow();
      for (let copy = 0; copy < copies; copy++) {
        checksum = (checksum << 8) ^ (CHECKSUMS[(checksum >>> 24) ^ written] as number);
        this.output[this.length++] = written;
      }
      equal = isCount ? 0 : byte === last ? equal + 1 : 1;
      last = isCount ? -1 : byte;
    }
    return ~checksum;
  }

  private grow(): void {
    const larger = new Uint8Array(this.output.length * 2);
    larger.set(this.output);
    this.output = larger;
  }
}

/** The bytes that occur, rising: which of sixteen ranges are there, and what is there of each. */
function readAlphabet(bits: BitReader): Uint8Array {
  const bytes: number[] = [];
  const ranges = bits.read(16);
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const members = bits.read(16);
    for (let member = 0; member < 16; member++)
      if ((members & (0x8000 >> member)) !== 0) bytes.push(range * 16 + member);
  }
  if (bytes.length === 0) throw new Bzip2Damage('a block has no symbols');
  return Uint8Array.from(bytes);
}
