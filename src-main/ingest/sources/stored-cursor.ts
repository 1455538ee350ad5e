import type { StoredFile } from './stored-file.ts';

const BUFFER_BYTES = 1024 * 1024;

/** Sequential view of a stored file for the decompressors: look ahead, then advance by what was really used. */
export class StoredCursor {
  private readonly file: StoredFile;
  private buffer: Buffer<ArrayBuffer> = Buffer.alloc(0);
  private bufferStart = 0;
  private at = 0;
  /** The buffer reaches the end of the file: reading again would give no more. */
  private isTail = false;

  constructor(file: StoredFile) {
    this.file = file;
  }

  get position(): number {
    return this.at;
  }

  get sizeBytes(): number {
    return this.file.sizeBytes;
  }

  /** Up to `count` (<= 1 MiB) bytes from the position; fewer only at the end. The view stays valid until released. */
  async peek(count: number): Promise<Buffer<ArrayBuffer>> {
    let from = this.at - this.bufferStart;
    if (from < 0 || from > this.buffer.length || (this.buffer.length - from < count && !this.isTail)) {
      const kept = from >= 0 && from < this.buffer.length ? this.buffer.subarray(from) : Buffer.alloc(0);
      const next = Buffer.allocUnsafeSlow(BUFFER_BYTES);
      kept.copy(next);
      const read = await this.file.readAt(next.subarray(kept.length), this.at + kept.length);
      this.buffer = next.subarray(0, kept.length + read);
      this.isTail = kept.length + read < BUFFER_BYTES;
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
