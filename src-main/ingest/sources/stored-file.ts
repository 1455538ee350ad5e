import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from './file-issues.ts';
import type { StoredBytes } from './stored-bytes.ts';
import type { SourceFile } from './types.ts';

const WINDOW_BYTES = 64 * 1024;

interface Window {
  readonly position: number;
  readonly length: number;
  readonly checksum: number;
}

/** What tells a file from another one that took its name. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** Path for the file system: the raw bytes where the name is not UTF-8. */
export function fileSystemPath(file: Pick<SourceFile, 'absolutePath' | 'pathHex'>): string | Buffer {
  return file.pathHex === null ? file.absolutePath : Buffer.from(file.pathHex, 'hex');
}

/**
 * A regular file as it was when opened or refreshed: reads never go past its size at that moment, so lines appended later belong to the
 * next run. Every window read through `readWindow` is remembered and compared by `findChange`.
 */
export class StoredFile implements StoredBytes {
  readonly isSeekable = true;
  /** Infinity for pseudo files (/proc) that claim size 0 and yet hold bytes. */
  sizeBytes: number;
  private readonly handle: FileHandle;
  private atOpen: BigIntStats;
  private windows: Window[] = [];
  private shortReadAt: number | null = null;

  private constructor(handle: FileHandle, atOpen: BigIntStats) {
    this.handle = handle;
    this.atOpen = atOpen;
    this.sizeBytes = Number(atOpen.size);
  }

  /** @throws the system's error (ENOENT, EACCES ...); ENXIO for anything but a regular file. Never blocks on a pipe. */
  static async open(path: string | Buffer): Promise<StoredFile> {
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
    try {
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENXIO' });
      const file = new StoredFile(handle, stats);
      if (file.sizeBytes === 0 && (await file.probeByte())) file.sizeBytes = Number.POSITIVE_INFINITY;
      return file;
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  }

  /**
   * Takes the file as it is now: reads go up to its present size, and `findChange` compares with this moment.
   * @returns Its identity and size; the same handle, whatever became of the name.
   */
  async refresh(): Promise<FileIdentity & { readonly sizeBytes: number; readonly modifiedMs: number }> {
    this.atOpen = await this.handle.stat({ bigint: true });
    this.windows = [];
    this.shortReadAt = null;
    this.sizeBytes = Number(this.atOpen.size);
    const { dev, ino, mtimeMs } = this.atOpen;
    return { device: dev, inode: ino, sizeBytes: this.sizeBytes, modifiedMs: Number(mtimeMs) };
  }

  private async probeByte(): Promise<boolean> {
    return (await this.handle.read(new Uint8Array(1), 0, 1, 0)).bytesRead === 1;
  }

  /** Fills `target` from `position`; returns fewer bytes only at the end of the file as it was when opened. */
  async readAt(target: Uint8Array, position: number): Promise<number> {
    const wanted = Math.min(target.length, this.sizeBytes - position);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.handle.read(target, filled, wanted - filled, position + filled);
      if (bytesRead === 0) {
        if (this.sizeBytes !== Number.POSITIVE_INFINITY) this.shortReadAt ??= position + filled;
        break;
      }
      filled += bytesRead;
    }
    return filled;
  }

  fileOffset(position: number): number {
    return position;
  }

  storedPosition(position: number): number {
    return position;
  }

  troubleWithin(): readonly FileError[] {
    return [];
  }

  /** Reads up to 64 KiB and remembers their checksum for `findChange`. */
  async readWindow(position: number): Promise<Buffer<ArrayBuffer>> {
    const buffer = Buffer.alloc(Math.max(0, Math.min(WINDOW_BYTES, this.sizeBytes - position)));
    const length = await this.readAt(buffer, position);
    const window = buffer.subarray(0, length);
    this.windows.push({ position, length, checksum: crc32(window) });
    return window;
  }

  /** Reads the first and the last 64 KiB, for `fingerprint` and `findChange`. @returns Both; the tail does not overlap. */
  async readEnds(): Promise<{ readonly head: Buffer<ArrayBuffer>; readonly tail: Buffer<ArrayBuffer> }> {
    const head = await this.readWindow(0);
    const tailStart = Number.isFinite(this.sizeBytes) ? this.sizeBytes - WINDOW_BYTES : Number.MAX_SAFE_INTEGER;
    return { head, tail: await this.readWindow(Math.max(head.length, tailStart)) };
  }

  /** Head and tail checksums with the size. */
  fingerprint(): string {
    const parts = this.windows.map((window) => `${window.position}.${window.length}.${window.checksum.toString(16)}`);
    return `${this.atOpen.size}:${parts.join(',')}`;
  }

  /** Says whether the bytes read may no longer be what the file held when opened; mere appends are fine. */
  async findChange(): Promise<FileError | null> {
    const now = await this.handle.stat({ bigint: true });
    const kept = 'What was read before is kept; read the file again when it is at rest.';
    if (now.size < this.atOpen.size || this.shortReadAt !== null) {
      const offset = this.shortReadAt ?? Number(now.size);
      return fileError(
        'E_SOURCE_CHANGED',
        `The file became shorter (now ${now.size} bytes) while being read. ${kept}`,
        { offset },
      );
    }
    if (now.mtimeNs === this.atOpen.mtimeNs || this.sizeBytes === Number.POSITIVE_INFINITY) return null;
    for (const window of this.windows) {
      const buffer = Buffer.alloc(window.length);
      const length = await this.readAt(buffer, window.position);
      if (length === window.length && crc32(buffer) === window.checksum) continue;
      const message = `Bytes near offset ${window.position} were rewritten while the file was being read. ${kept}`;
      return fileError('E_SOURCE_CHANGED', message, { offset: window.position });
    }
    if (now.size > this.atOpen.size) return null;
    return fileError('E_SOURCE_CHANGED', `The file was written to, at an unknown place, while being read. ${kept}`, {
      offset: 0,
    });
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
