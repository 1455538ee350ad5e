import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { StoredFile } from './stored-file.ts';

/** The decompressed bytes of one source, in order; trouble ends the bytes and is listed, it does not throw. */
export interface ByteReader {
  /** Fills `target`; fewer bytes only at the end. @throws CancelledError */
  fill(target: Uint8Array, signal: AbortSignal | undefined): Promise<number>;
  /** Stored bytes consumed. */
  readonly storedOffset: number;
  /** Decompressed bytes handed out, counted from the start of the stream. */
  readonly decodedOffset: number;
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
  close(): Promise<void>;
}

export class PlainReader implements ByteReader {
  readonly errors: readonly FileError[] = [];
  readonly warnings: readonly FileWarning[] = [];
  private readonly file: StoredFile;
  private position: number;

  constructor(file: StoredFile, start: number) {
    this.file = file;
    this.position = start;
  }

  get storedOffset(): number {
    return this.position;
  }

  get decodedOffset(): number {
    return this.position;
  }

  async fill(target: Uint8Array): Promise<number> {
    const count = await this.file.readAt(target, this.position);
    this.position += count;
    return count;
  }

  async close(): Promise<void> {}
}
