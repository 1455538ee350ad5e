// Streams of a .bz2 file: `BZh` level, then blocks (48-bit magic) that start at any bit, an end magic with the stream's checksum,
// padding to a byte. Blocks stand alone, so damage costs its own block; reading goes on at the next magic, found bit by bit.
import { throwIfAborted } from '../../base/abort.ts';
import { BitReader, OutOfBits } from './bit-reader.ts';
import { Bzip2Blocks } from './bzip2-blocks.ts';
import { findBlockMagic, isBzip2Magic, MAGIC_BITS, readMagic } from './bzip2-magic.ts';
import { corrupt, trailingGarbage, truncated } from './compressed-issues.ts';
import type { DecodeReport } from './decoding-reader.ts';
import type { StoredCursor } from './stored-cursor.ts';

/** More than any block can take stored: 900,000 symbols of at most 20 bits, and tables. */
const BLOCK_BYTES = 3 * 1024 * 1024;
const BUFFER_BYTES = 4 * 1024 * 1024;
const HEADER_BITS = 32;
/** Of a stream whose header is lost: the largest. */
const ANY_LEVEL = 9;
const LF = 0x0a;

/** Decodes all streams of a bzip2 file. @throws CancelledError */
export async function* decodeBzip2(
  input: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const run = new Bzip2Run(input.withBuffer(BUFFER_BYTES), report);
  let lastByte = LF;
  let isAfterDamage = false;
  while (true) {
    throwIfAborted(signal);
    const step = await run.next();
    if (step === 'end') return;
    if (step === 'damage') {
      isAfterDamage = true;
      continue;
    }
    // A half line must not swallow the first of the next block that could be read.
    if (isAfterDamage && lastByte !== LF && step.length > 0) yield new Uint8Array([LF]);
    isAfterDamage = run.isDamaged;
    lastByte = step.at(-1) ?? lastByte;
    yield step;
  }
}

class Bzip2Run {
  /** The block given last was damaged. */
  isDamaged = false;
  private readonly cursor: StoredCursor;
  private readonly report: DecodeReport;
  private blocks: Bzip2Blocks | null = null;
  private bit = 0;
  private checksum = 0;
  private isChecksumKnown = true;

  constructor(cursor: StoredCursor, report: DecodeReport) {
    this.cursor = cursor;
    this.report = report;
  }

  /** The next block's bytes, or what was found instead. */
  async next(): Promise<Uint8Array | 'end' | 'damage'> {
    this.isDamaged = false;
    const bytes = await this.cursor.peek(BLOCK_BYTES);
    const bits = new BitReader(bytes, this.bit);
    if (this.blocks === null) return this.startStream(bytes);
    const magic = readMagic(bytes, this.bit);
    if (magic === 'end') return this.endStream(bits, bytes.length);
    if (magic === null && this.isAtEnd(bytes)) return this.cut(bytes.length);
    if (magic === null) return this.skipDamage('a block header is damaged');
    const { output, streamChecksum, error } = this.blocks.decode(bits, this.checksum);
    if (error instanceof OutOfBits && bytes.length < BLOCK_BYTES) return this.cut(bytes.length);
    if (error !== null) {
      await this.skipDamage(error.message);
      this.isDamaged = true;
      return output;
    }
    this.checksum = streamChecksum;
    this.moveTo(bits.bit);
    return output;
  }

  private async startStream(bytes: Buffer): Promise<Uint8Array | 'end' | 'damage'> {
    if (bytes.length === 0) return 'end';
    const isFirst = this.cursor.position === 0;
    if (isBzip2Magic(bytes)) {
      this.blocks = new Bzip2Blocks((bytes[3] as number) - 0x30);
      this.checksum = 0;
      this.isChecksumKnown = true;
      this.moveTo(HEADER_BITS);
      return new Uint8Array(0);
    }
    if (isFirst || bytes.length < 10) {
      if (isFirst || isMagicPrefix(bytes)) return this.cut(bytes.length);
    }
    const start = this.cursor.position;
    const isFound = await this.findNext();
    if (!isFound) {
      if (bytes.some((byte) => byte !== 0)) this.report.warnings.push(trailingGarbage('bzip2', this.report, start));
      return 'end';
    }
    this.report.errors.push(corrupt('bzip2', this.report, start, 'bytes between two bzip2 streams are not bzip2'));
    return 'damage';
  }

  private endStream(bits: BitReader, length: number): Uint8Array | 'end' {
    bits.read(24);
    bits.read(24);
    let stored: number;
    try {
      stored = bits.read(32);
    } catch {
      return this.cut(length);
    }
    if (this.isChecksumKnown && stored !== (this.checksum | 0)) {
      const what = 'the checksum of the stream does not match';
      this.report.errors.push(corrupt('bzip2', this.report, this.cursor.position, what));
    }
    bits.align();
    this.moveTo(bits.bit);
    this.blocks = null;
    return new Uint8Array(0);
  }

  private cut(length: number): 'end' {
    this.cursor.advance(length);
    this.report.storedOffset = this.cursor.position;
    this.report.errors.push(truncated('bzip2', this.report, this.cursor.position, 'in the middle of a stream'));
    return 'end';
  }

  private isAtEnd(bytes: Buffer): boolean {
    return bytes.length * 8 - this.bit < MAGIC_BITS;
  }

  private async skipDamage(what: string): Promise<'damage'> {
    this.report.errors.push(corrupt('bzip2', this.report, this.cursor.position, what));
    this.isChecksumKnown = false;
    this.bit++;
    await this.findNext();
    return 'damage';
  }

  /** Moves to the next block, end or stream header, or to the end of the input. */
  private async findNext(): Promise<boolean> {
    while (true) {
      const bytes = await this.cursor.peek(BLOCK_BYTES);
      const found = findBlockMagic(bytes, this.bit);
      if (found !== null) {
        this.moveTo(found.bit);
        if (found.isStream) this.blocks = null;
        else if (this.blocks === null) this.joinStream();
        return true;
      }
      const isTail = bytes.length < BLOCK_BYTES;
      this.moveTo(isTail ? bytes.length * 8 : (bytes.length - 16) * 8);
      if (!isTail) continue;
      this.blocks = null;
      return false;
    }
  }

  /** Goes on inside a stream whose header is lost. */
  private joinStream(): void {
    this.blocks = new Bzip2Blocks(ANY_LEVEL);
    this.isChecksumKnown = false;
  }

  private moveTo(bit: number): void {
    this.cursor.advance(bit >>> 3);
    this.bit = bit & 7;
    this.report.storedOffset = this.cursor.position;
  }
}

function isMagicPrefix(bytes: Buffer): boolean {
  return Buffer.from('BZh').subarray(0, bytes.length).equals(bytes.subarray(0, 3));
}
