import { throwIfAborted } from '../../base/abort.ts';
import type { ByteReader } from './byte-reader.ts';
import { LineKeeper, NUL_RUN_KEPT } from './line-keeper.ts';
import { endOfLastUnit, indexOfUnit, type TextEncoding, unitOf } from './text-encoding.ts';
import { grownBytes, shrunkBytes } from './sizes.ts';
import type { UsedMemory } from './types.ts';

const STREAM_BYTES = 1024 * 1024;
const TRIAL_BYTES = 64 * 1024;

/** A line whose kept bytes are fewer than its source bytes. */
export interface ShortenedLine {
  /** 0-based within the block. */
  readonly lineIndex: number;
  /** Decompressed-stream offset of the first byte cut off; null when only NULs were left out. */
  readonly cutOffset: number | null;
}

/** Whole lines, still in the source's encoding. */
export interface RawBlock {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly start: number;
  readonly next: number;
  /** Set when lines were shortened, else positions in `bytes` are offsets. */
  readonly lineOffsets: number[] | null;
  readonly shortened: readonly ShortenedLine[];
}

export interface CutterOptions {
  readonly encoding: TextEncoding;
  readonly blockBytes: number;
  /** Size of the next block, from which blocks grow up to `blockBytes`; default: that. */
  readonly firstBlockBytes?: number;
  /** Where the stream ends; blocks in front of it are smaller. Default: not known. */
  readonly endOffset?: number | null;
  readonly maxLineBytes: number;
  /** See `BlockReading.cut`. */
  readonly cut?: ((bytes: Uint8Array, end: number) => number) | null;
  /** See `BlockReading.memory`. */
  readonly memory?: UsedMemory | undefined;
  /** The character that ends a line: LF, or CR for a file without any LF. */
  readonly lineEnd: 0x0a | 0x0d;
  /** Give up the rest of a line once its kept part is full, or after 1 GiB of NULs: for a sample, not for reading on. */
  readonly isProbe: boolean;
}

const PROBE_BYTES = 1024 ** 3;

/**
 * Cuts a decompressed stream into blocks of whole lines. A block is what ends in the `blockBytes` from its start (fewer
 * for the first ones, and for the last ones of a stream whose end is known), or one line when that is longer; so boundaries
 * depend on the start, the end and the content alone. Memory
 * stays within a block and a line cap however long a line is.
 */
export class BlockCutter {
  private readonly reader: ByteReader;
  private readonly options: CutterOptions;
  private readonly lineEndUnit: Buffer;
  private readonly keeper: LineKeeper;
  private carry: Buffer = Buffer.alloc(0);
  private start: number;
  private nextBytes: number;

  constructor(reader: ByteReader, start: number, options: CutterOptions) {
    this.reader = reader;
    this.start = start;
    this.options = options;
    this.nextBytes = options.firstBlockBytes ?? options.blockBytes;
    this.lineEndUnit = unitOf(options.encoding, options.lineEnd);
    this.keeper = new LineKeeper(options.encoding, options.maxLineBytes);
  }

  /** The next block, or null at the end. @throws CancelledError */
  async next(signal: AbortSignal | undefined): Promise<RawBlock | null> {
    throwIfAborted(signal);
    const { endOffset = null } = this.options;
    const blockBytes = shrunkBytes(this.nextBytes, endOffset === null ? null : endOffset - this.start);
    this.nextBytes = grownBytes(this.nextBytes, this.options.blockBytes);
    const carried = Math.min(this.carry.length, blockBytes);
    const rest = this.carry.subarray(carried);
    // Most files of a folder are small: fresh memory for a whole block is only asked for when there is that much to read.
    const used = this.options.memory?.takeUsed(blockBytes) ?? null;
    let buffer =
      used === null
        ? Buffer.allocUnsafeSlow(Math.min(blockBytes, carried + TRIAL_BYTES))
        : Buffer.from(used, 0, blockBytes);
    this.carry.copy(buffer);
    let filled = carried + (rest.length > 0 ? 0 : await this.reader.fill(buffer.subarray(carried), signal));
    if (filled === 0) {
      if (used !== null) this.options.memory?.give(used);
      return null;
    }
    if (filled === buffer.length && filled < blockBytes) {
      const whole = Buffer.allocUnsafeSlow(blockBytes);
      buffer.copy(whole);
      buffer = whole;
      filled += await this.reader.fill(buffer.subarray(filled), signal);
    }
    const isEnd = filled < blockBytes;
    const end = isEnd ? filled : this.chooseEnd(buffer, endOfLastUnit(buffer, this.lineEndUnit, filled));
    if (end === 0) return this.streamLongLine(buffer, rest, signal);
    this.carry = Buffer.concat([buffer.subarray(end, filled), rest]);
    return this.finish(end * 2 < buffer.length ? this.shorten(buffer, end) : buffer, end);
  }

  /** A short block must not hold a long buffer while it waits in a queue. */
  private shorten(buffer: Buffer<ArrayBuffer>, length: number): Buffer<ArrayBuffer> {
    const copy = Buffer.allocUnsafeSlow(length);
    buffer.copy(copy, 0, 0, length);
    this.options.memory?.give(buffer.buffer);
    return copy;
  }

  /** After the last whole line, or before the last record when that would be cut. */
  private chooseEnd(buffer: Buffer, lastLineEnd: number): number {
    const { cut, encoding } = this.options;
    if (cut === undefined || cut === null || encoding.unitBytes > 1 || lastLineEnd === 0) return lastLineEnd;
    const better = cut(buffer, lastLineEnd);
    return better > 0 && better < lastLineEnd ? better : lastLineEnd;
  }

  private finish(buffer: Buffer<ArrayBuffer>, end: number): RawBlock {
    const start = this.start;
    this.start += end;
    const bytes = buffer.subarray(0, end);
    if (!this.hasLongLine(bytes) && !this.hasLongNulRun(bytes)) {
      return { bytes, start, next: this.start, lineOffsets: null, shortened: [] };
    }
    return this.shortenLines(bytes, start);
  }

  private hasLongLine(bytes: Buffer): boolean {
    const { maxLineBytes } = this.options;
    const width = this.lineEndUnit.length;
    for (let at = 0; bytes.length - at > maxLineBytes; ) {
      const window = bytes.subarray(at, at + maxLineBytes + width);
      const end = endOfLastUnit(window, this.lineEndUnit, window.length);
      if (end === 0) return true;
      at += end;
    }
    return false;
  }

  private hasLongNulRun(bytes: Buffer): boolean {
    return bytes.includes(0) && bytes.includes(Buffer.alloc((NUL_RUN_KEPT + 1) * this.lineEndUnit.length));
  }

  private shortenLines(bytes: Buffer<ArrayBuffer>, start: number): RawBlock {
    const width = this.lineEndUnit.length;
    const out = Buffer.allocUnsafeSlow(bytes.length);
    const lineOffsets: number[] = [];
    const shortened: ShortenedLine[] = [];
    let written = 0;
    for (let at = 0; at < bytes.length; ) {
      const found = indexOfUnit(bytes, this.lineEndUnit, at, bytes.length);
      const end = found === -1 ? bytes.length : found;
      lineOffsets.push(start + at);
      this.keeper.start(out, written);
      this.keeper.feed(bytes, at, end);
      written = this.keeper.finish();
      this.noteShortened(shortened, lineOffsets.length - 1, start + at);
      if (found !== -1) written += this.lineEndUnit.copy(out, written);
      at = end + width;
    }
    return { bytes: out.subarray(0, written), start, next: this.start, lineOffsets, shortened };
  }

  private noteShortened(shortened: ShortenedLine[], lineIndex: number, lineStart: number): void {
    const { isChanged, cutAt } = this.keeper;
    if (isChanged) shortened.push({ lineIndex, cutOffset: cutAt === -1 ? null : lineStart + cutAt });
  }

  /** Reads on to the end of a line longer than a block; the block is that line alone. */
  private async streamLongLine(first: Buffer, pending: Buffer, signal: AbortSignal | undefined): Promise<RawBlock> {
    const { maxLineBytes, isProbe } = this.options;
    const width = this.lineEndUnit.length;
    const out = Buffer.allocUnsafeSlow(maxLineBytes + width);
    const start = this.start;
    this.keeper.start(out, 0);
    this.keeper.feed(first, 0, first.length);
    const scratch = Buffer.allocUnsafeSlow(Math.max(4096, Math.min(STREAM_BYTES, this.options.blockBytes)));
    let waiting = pending;
    let hasLineEnd = false;
    this.carry = Buffer.alloc(0);
    while (true) {
      throwIfAborted(signal);
      if (isProbe && (this.keeper.isFull || this.keeper.sourceBytes > PROBE_BYTES)) break;
      const held = waiting.copy(scratch);
      waiting = waiting.subarray(held);
      const filled = held + (waiting.length > 0 ? 0 : await this.reader.fill(scratch.subarray(held), signal));
      if (filled === 0) break;
      const found = indexOfUnit(scratch, this.lineEndUnit, 0, filled);
      this.keeper.feed(scratch, 0, found === -1 ? filled : found);
      if (found === -1) continue;
      hasLineEnd = true;
      this.carry = Buffer.concat([scratch.subarray(found + width, filled), waiting]);
      break;
    }
    const shortened: ShortenedLine[] = [];
    let written = this.keeper.finish();
    this.noteShortened(shortened, 0, start);
    if (hasLineEnd) written += this.lineEndUnit.copy(out, written);
    this.start = start + this.keeper.sourceBytes + (hasLineEnd ? width : 0);
    return { bytes: out.subarray(0, written), start, next: this.start, lineOffsets: [start], shortened };
  }
}
