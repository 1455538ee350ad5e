import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** The decompressed bytes of one source, in order; trouble ends the bytes and is listed, it does not throw. */
export interface ByteReader {
  /** Fills `target`; fewer bytes only at the end. @throws CancelledError */
  fill(target: Uint8Array, signal: AbortSignal | undefined): Promise<number>;
  /** Stored bytes consumed, in the form the source has where it is stored. */
  readonly storedOffset: number;
  /** Position in the bytes underneath. */
  readonly inputOffset: number;
  /** Decompressed bytes handed out, counted from the start of the stream. */
  readonly decodedOffset: number;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  close(): Promise<void>;
}

export class PlainReader implements ByteReader {
  readonly warnings: readonly FileWarning[] = [];
  private readonly stored: StoredBytes;
  private readonly end: number;
  private position: number;

  /** @param end Exclusive; default the end of the bytes. */
  constructor(stored: StoredBytes, start: number, end = Number.POSITIVE_INFINITY) {
    this.stored = stored;
    this.position = start;
    this.end = end;
  }

  get errors(): readonly FileError[] {
    return this.stored.troubleWithin(0, Number.POSITIVE_INFINITY);
  }

  get storedOffset(): number {
    return this.stored.storedPosition(this.position);
  }

  get inputOffset(): number {
    return this.position;
  }

  get decodedOffset(): number {
    return this.position;
  }

  async fill(target: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    const room = target.subarray(0, Math.max(0, Math.min(target.length, this.end - this.position)));
    const count = await this.stored.readAt(room, this.position, signal);
    this.position += count;
    return count;
  }

  async close(): Promise<void> {}
}
