import { constants, createZstdDecompress } from 'node:zlib';
import type { FileError } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { corrupt, truncated } from './compressed-issues.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { errnoOf, fileError } from './file-issues.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { PUMP_OPTIONS, ZlibPump } from './zlib-pump.ts';
import { readZstdBlock } from './zstd-frame.ts';

/** 128 MiB of history: what the zstd tool itself accepts without --long. */
const MAX_WINDOW_LOG = 27;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;

/**
 * Decodes one frame, feeding the codec one block at a time: blocks before damage or a cut are never lost (the codec drops what it
 * decoded in a step that fails). After damage the remaining blocks are only measured, which finds the frame's end.
 */
export class ZstdFrameDecoder {
  private readonly cursor: StoredCursor;
  private readonly report: DecodeReport;
  private readonly signal: AbortSignal | undefined;
  private readonly pump: ZlibPump;
  private isDamaged = false;

  constructor(cursor: StoredCursor, report: DecodeReport, signal: AbortSignal | undefined) {
    this.cursor = cursor;
    this.report = report;
    this.signal = signal;
    const params = { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG };
    this.pump = new ZlibPump(createZstdDecompress({ ...PUMP_OPTIONS, params }));
  }

  /** Yields the frame at the cursor; returns false after damage, with the cursor where the search for the next one begins. */
  async *decode(header: {
    readonly length: number;
    readonly hasChecksum: boolean;
  }): AsyncGenerator<Uint8Array, boolean> {
    try {
      if (!(yield* this.take(header.length, 'a frame header'))) return false;
      for (let isLast = false; !isLast; ) {
        const blockHeader = await this.cursor.peek(BLOCK_HEADER_BYTES);
        const isWhole = blockHeader.length === BLOCK_HEADER_BYTES;
        const block = isWhole ? readZstdBlock(blockHeader) : null;
        if (isWhole && block === null) return this.fail('a block header is damaged');
        if (!(yield* this.take(block?.length ?? BLOCK_HEADER_BYTES, 'a block'))) return false;
        isLast = block?.isLast ?? true;
      }
      if (header.hasChecksum && !(yield* this.take(CHECKSUM_BYTES, "a frame's checksum"))) return false;
      return !this.isDamaged;
    } finally {
      this.pump.close();
    }
  }

  private fail(what: string): false {
    if (!this.isDamaged) this.report.errors.push(corrupt('zstd', this.report, this.cursor.position, what));
    this.isDamaged = true;
    return false;
  }

  /** Feeds the next stored bytes; returns false when the file ends before them. */
  private async *take(length: number, what: string): AsyncGenerator<Uint8Array, boolean> {
    throwIfAborted(this.signal);
    const { cursor, report } = this;
    const piece = await cursor.peek(length);
    const isWhole = piece.length === length;
    if (!isWhole && !this.isDamaged) {
      report.errors.push(truncated('zstd', report, cursor.position + piece.length, `inside ${what}`));
    } else if (isWhole && !this.isDamaged) {
      yield* this.pump.push(piece);
      if (this.pump.error !== null) this.noteFailure(this.pump.error, what);
    }
    cursor.advance(piece.length);
    report.storedOffset = cursor.position;
    return isWhole;
  }

  private noteFailure(error: Error, what: string): void {
    this.isDamaged = true;
    this.report.errors.push(this.nameFailure(error, what));
  }

  private nameFailure(error: Error, what: string): FileError {
    const offset = this.report.fileOffset(this.cursor.position);
    const isTooLarge = errnoOf(error) === 'ZSTD_error_frameParameter_windowTooLarge';
    if (!isTooLarge) return corrupt('zstd', this.report, this.cursor.position, `${what}: ${error.message}`);
    const message = `The zstd frame at stored offset ${offset} needs more history than the limit of ${2 ** (MAX_WINDOW_LOG - 20)} MiB. Decompress it first: zstd -d --long=31.`;
    return fileError('E_LIMIT_SIZE', message, { offset, decodedOffset: this.report.decodedOffset });
  }
}
