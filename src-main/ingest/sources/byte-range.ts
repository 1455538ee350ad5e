import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from './file-issues.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** A part of other bytes: an archive member as it lies in its archive. */
export class ByteRange implements StoredBytes {
  readonly sizeBytes: number;
  private readonly whole: StoredBytes;
  private readonly start: number;

  constructor(whole: StoredBytes, start: number, sizeBytes: number) {
    this.whole = whole;
    this.start = start;
    this.sizeBytes = sizeBytes;
  }

  get isSeekable(): boolean {
    return this.whole.isSeekable;
  }

  readAt(target: Uint8Array, position: number, signal?: AbortSignal): Promise<number> {
    const room = Math.max(0, Math.min(target.length, this.sizeBytes - position));
    return this.whole.readAt(target.subarray(0, room), this.start + position, signal);
  }

  fileOffset(position: number): number {
    return this.whole.fileOffset(this.start + position);
  }

  storedPosition(position: number): number {
    return position;
  }

  troubleWithin(start: number, end: number): readonly FileError[] {
    const below = this.whole.troubleWithin(this.start + start, this.start + Math.min(end, this.sizeBytes));
    if (below.length > 0) return below.map((error) => this.toRange(error));
    const missing = this.start + this.sizeBytes - this.whole.sizeBytes;
    if (missing <= 0) return [];
    const offset = this.whole.fileOffset(this.whole.sizeBytes);
    const message = `The archive ends inside this member, at stored offset ${offset}: ${missing} bytes are missing. All lines before are kept; fetch the whole archive again.`;
    return [fileError('E_TRUNCATED', message, { offset, decodedOffset: this.sizeBytes - missing })];
  }

  private toRange(error: FileError): FileError {
    return error.decodedOffset === null ? error : { ...error, decodedOffset: error.decodedOffset - this.start };
  }
}
