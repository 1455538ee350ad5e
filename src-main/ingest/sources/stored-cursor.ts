import type { StoredBytes } from './stored-bytes.ts';

const DEFAULT_BUFFER_BYTES = 1024 * 1024;

/** Sequential view of stored bytes for the decompressors: look ahead, then advance by what was really used. */
export class StoredCursor {
  private readonly stored: StoredBytes;
  private readonly signal: AbortSignal | undefined;
  private readonly bufferBytes: number;
  private buffer: Buffer<ArrayBuffer> = Buffer.alloc(0);
  private bufferStart = 0;
  private at = 0;
  /** The buffer reaches the end of the file: reading again would give no more. */
  private isTail = false;

  /** @param bufferBytes The most that `peek` can look ahead. */
  constructor(stored: StoredBytes, signal?: AbortSignal, bufferBytes: number = DEFAULT_BUFFER_BYTES) {
    this.stored = stored;
    this.signal = signal;
    this.bufferBytes = bufferBytes;
  }

  /** The same bytes from the same position, looking further ahead. */
  withBuffer(bufferBytes: number): StoredCursor {
    const cursor = new StoredCursor(this.stored, this.signal, bufferBytes);
    cursor.seek(this.at);
    return cursor;
  }

  get position(): number {
    return this.at;
  }

  get sizeBytes(): number {
    return this.stored.sizeBytes;
  }

  /** Up to `count` (at most the buffer) bytes from the position; fewer only at the end. The view stays valid until released. */
  async peek(count: number): Promise<Buffer<ArrayBuffer>> {
    let from = this.at - this.bufferStart;
    if (from < 0 || from > this.buffer.length || (this.buffer.length - from < count && !this.isTail)) {
      const kept = from >= 0 && from < this.buffer.length ? this.buffer.subarray(from) : Buffer.alloc(0);
      // Small members do not need a large buffer; one byte more tells their end.
      const left = this.stored.sizeBytes - this.at + 1;
      const bytes = Math.max(1, Math.min(this.bufferBytes, left));
      const next = Buffer.allocUnsafeSlow(bytes);
      kept.copy(next);
      const read = await this.stored.readAt(next.subarray(kept.length), this.at + kept.length, this.signal);
      this.buffer = next.subarray(0, kept.length + read);
      this.isTail = kept.length + read < bytes;
      this.bufferStart = this.at;
      from = 0;
    }
    return this.buffer.subarray(from, from + count);
  }

  advance(count: number): void {
    this.at += count;
  }

  seek(position: number): void {
    this.at = position;
  }
}
