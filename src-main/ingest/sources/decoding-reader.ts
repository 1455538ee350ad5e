import { CancelledError } from '#shared/base/errors.ts';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { ByteReader } from './byte-reader.ts';
import { fileError, fileErrorFrom } from './file-issues.ts';
import type { StoredBytes } from './stored-bytes.ts';
import { StoredCursor } from './stored-cursor.ts';
import type { SourceLimits } from './types.ts';

/** What a decompressor tells about its input besides the bytes; `storedOffset` is kept current by it. */
export interface DecodeReport {
  /** Position in its input. */
  storedOffset: number;
  /** Bytes yielded so far; kept by the reader. */
  decodedOffset: number;
  readonly errors: FileError[];
  readonly warnings: FileWarning[];
  /** Offset in the file on disk of a position in the input: what messages name. */
  fileOffset(position: number): number;
}

export type Decoder = (
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
) => AsyncGenerator<Uint8Array>;

/** Bytes out of a decompressor, held to the expansion limits. A start behind 0 decodes and drops what lies before it. */
export class DecodingReader implements ByteReader {
  private readonly report: DecodeReport;
  private readonly stored: StoredBytes;
  private readonly decoder: Decoder;
  private readonly limits: SourceLimits;
  private chunks: AsyncGenerator<Uint8Array> | null = null;
  private rest: Uint8Array = new Uint8Array(0);
  private toSkip: number;
  private handedOut = 0;
  private hasEnded = false;

  constructor(stored: StoredBytes, decoder: Decoder, start: number, limits: SourceLimits) {
    this.stored = stored;
    this.decoder = decoder;
    const fileOffset = (position: number): number => stored.fileOffset(position);
    this.report = { storedOffset: 0, decodedOffset: 0, errors: [], warnings: [], fileOffset };
    this.toSkip = start;
    this.limits = limits;
  }

  get storedOffset(): number {
    return this.stored.storedPosition(this.report.storedOffset);
  }

  get inputOffset(): number {
    return this.report.storedOffset;
  }

  get decodedOffset(): number {
    return this.handedOut;
  }

  /** Trouble of a layer below is the cause of what this one met, and is told in its place. */
  get errors(): readonly FileError[] {
    const below = this.stored.troubleWithin(0, Number.POSITIVE_INFINITY);
    if (below.length === 0) return this.report.errors;
    const { decodedOffset } = this.report;
    return below.map((error) => ({ ...error, decodedOffset }));
  }

  get warnings(): readonly FileWarning[] {
    return this.report.warnings;
  }

  async fill(target: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    let filled = 0;
    while (filled < target.length && (this.rest.length > 0 || (await this.pull(signal)))) {
      const count = Math.min(this.rest.length, target.length - filled);
      target.set(this.rest.subarray(0, count), filled);
      this.rest = this.rest.subarray(count);
      filled += count;
    }
    this.handedOut += filled;
    return filled;
  }

  private async pull(signal: AbortSignal | undefined): Promise<boolean> {
    while (!this.hasEnded) {
      throwIfAborted(signal);
      this.chunks ??= this.decoder(new StoredCursor(this.stored, signal), this.report, signal);
      const next = await this.nextChunk();
      if (next === null) {
        this.hasEnded = true;
        return false;
      }
      const chunk = this.withinLimits(next);
      const skipped = Math.min(this.toSkip, chunk.length);
      this.toSkip -= skipped;
      this.handedOut += skipped;
      this.rest = chunk.subarray(skipped);
      if (this.rest.length > 0) return true;
    }
    return false;
  }

  private async nextChunk(): Promise<Uint8Array | null> {
    try {
      const next = await (this.chunks as AsyncGenerator<Uint8Array>).next();
      return next.done === true ? null : next.value;
    } catch (cause) {
      if (cause instanceof CancelledError) throw cause;
      const { storedOffset, decodedOffset } = this.report;
      this.report.errors.push(fileErrorFrom(cause, { offset: this.report.fileOffset(storedOffset), decodedOffset }));
      return null;
    }
  }

  /** Counts a chunk; the one that reaches a limit is the last, cut to the size limit. */
  private withinLimits(chunk: Uint8Array): Uint8Array {
    const { maxDecodedBytes, maxExpansionRatio, expansionFloorBytes } = this.limits;
    const kept = chunk.subarray(0, maxDecodedBytes - this.report.decodedOffset);
    this.report.decodedOffset += kept.length;
    const { storedOffset, decodedOffset } = this.report;
    const isTooLarge = kept.length < chunk.length;
    const isTooDense =
      decodedOffset > expansionFloorBytes && decodedOffset > maxExpansionRatio * Math.max(1, storedOffset);
    if (!isTooLarge && !isTooDense) return kept;
    const limit = isTooLarge ? `maxDecodedBytes ${maxDecodedBytes}` : `maxExpansionRatio ${maxExpansionRatio}`;
    const offset = this.report.fileOffset(storedOffset);
    const message = `Stopped at the limit ${limit}: ${storedOffset} stored bytes gave ${decodedOffset}. The lines up to here are kept; unpack the file yourself if it is sound.`;
    this.report.errors.push(fileError('E_LIMIT_EXPANSION', message, { offset, decodedOffset }));
    this.hasEnded = true;
    return kept;
  }

  async close(): Promise<void> {
    await this.chunks?.return(undefined);
  }
}
