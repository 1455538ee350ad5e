import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { ByteReader } from './byte-reader.ts';
import type { StoredBytes } from './stored-bytes.ts';

const CHUNK_BYTES = 256 * 1024;
/** Enough to see what the bytes are. */
const FIRST_CHUNK_BYTES = 8 * 1024;
/** Kept behind the furthest byte read, so that looking at the head of a member does not mean decoding it twice. */
const CHUNKS_KEPT = 16;

/**
 * What comes out of a decompressor, read at any position: going on is free, a step back of up to 4 MiB too, and a longer
 * one decompresses from the start again. Memory stays within those 4 MiB.
 */
export class DecodedBytes implements StoredBytes {
  readonly isSeekable = false;
  private readonly open: () => ByteReader;
  private readonly stored: StoredBytes;
  private reader: ByteReader | null = null;
  private chunks: Buffer[] = [];
  /** Position of the first byte kept, and behind the last one decoded. */
  private keptFrom = 0;
  private decodedTo = 0;
  private size = Number.POSITIVE_INFINITY;

  /** @param stored What the reader decodes. @param open Makes a reader at its start. */
  constructor(stored: StoredBytes, open: () => ByteReader) {
    this.stored = stored;
    this.open = open;
  }

  get sizeBytes(): number {
    return this.size;
  }

  get warnings(): readonly FileWarning[] {
    return this.reader?.warnings ?? [];
  }

  async readAt(target: Uint8Array, position: number, signal?: AbortSignal): Promise<number> {
    if (position < this.keptFrom) await this.close();
    let filled = 0;
    while (filled < target.length) {
      const at = position + filled;
      if (at >= this.decodedTo) {
        if (this.decodedTo >= this.size || !(await this.decodeOn(signal))) break;
        continue;
      }
      filled += this.copy(target.subarray(filled), at);
    }
    return filled;
  }

  private copy(target: Uint8Array, position: number): number {
    let from = position - this.keptFrom;
    for (const chunk of this.chunks) {
      if (from < chunk.length) return chunk.copy(target, 0, from);
      from -= chunk.length;
    }
    return 0;
  }

  private async decodeOn(signal: AbortSignal | undefined): Promise<boolean> {
    this.reader ??= this.open();
    const bytes = this.decodedTo === 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES;
    const chunk = Buffer.allocUnsafeSlow(bytes);
    const length = await this.reader.fill(chunk, signal);
    this.decodedTo += length;
    if (length < bytes) this.size = this.decodedTo;
    if (length > 0) this.chunks.push(chunk.subarray(0, length));
    if (this.chunks.length > CHUNKS_KEPT) this.keptFrom += (this.chunks.shift() as Buffer).length;
    return length > 0;
  }

  fileOffset(): number {
    return this.stored.fileOffset(this.reader?.inputOffset ?? 0);
  }

  storedPosition(): number {
    return this.reader?.storedOffset ?? 0;
  }

  troubleWithin(start: number, end: number): readonly FileError[] {
    const errors = this.reader?.errors ?? [];
    return errors.filter(({ decodedOffset }) => {
      const at = decodedOffset ?? this.decodedTo;
      return at >= start && at < end;
    });
  }

  /** Lets go of everything; reading again starts anew. */
  async close(): Promise<void> {
    const { reader } = this;
    this.reader = null;
    this.chunks = [];
    this.keptFrom = 0;
    this.decodedTo = 0;
    await reader?.close();
  }
}
