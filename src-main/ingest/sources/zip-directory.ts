import { Buffer } from 'node:buffer';
import { type Entry, fromRandomAccessReader, getFileNameLowLevel, RandomAccessReader, type ZipFile } from 'yauzl';
import { throwIfAborted } from '../../base/abort.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';

const LOOK_AHEAD_BYTES = 256 * 1024;

/** An entry of a zip archive's central directory. */
export interface ZipDirectoryEntry {
  readonly name: Buffer;
  readonly headerOffset: number;
  readonly storedBytes: number;
  readonly sizeBytes: number;
  readonly checksum: number;
  readonly method: number;
  readonly flags: number;
  /** Unix mode, 0 when the archive does not give one. */
  readonly mode: number;
  readonly modifiedMs: number | null;
}

/** Serves the library's many small reads from one larger one. */
class StoredBytesReader extends RandomAccessReader {
  private readonly bytes: StoredBytes;
  private readonly signal: AbortSignal | undefined;
  private ahead: Buffer = Buffer.alloc(0);
  private aheadFrom = 0;

  constructor(bytes: StoredBytes, signal: AbortSignal | undefined) {
    super();
    this.bytes = bytes;
    this.signal = signal;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.fill(target.subarray(offset, offset + length), position).then(
      (count) => callback(null, count),
      (cause: unknown) => callback(cause as Error),
    );
  }

  private async fill(target: Buffer, position: number): Promise<number> {
    if (target.length > LOOK_AHEAD_BYTES) return this.bytes.readAt(target, position, this.signal);
    const isInside = position >= this.aheadFrom && position + target.length <= this.aheadFrom + this.ahead.length;
    if (!isInside) {
      this.ahead = await readPiece(this.bytes, position, LOOK_AHEAD_BYTES, this.signal);
      this.aheadFrom = position;
    }
    return this.ahead.copy(target, 0, position - this.aheadFrom);
  }
}

/** Reads the central directory at the end of a zip archive. @throws the library's error when it is missing or damaged */
export async function* readZipDirectory(
  bytes: StoredBytes,
  signal: AbortSignal | undefined,
): AsyncGenerator<ZipDirectoryEntry> {
  const zip = await openDirectory(bytes, signal);
  for (let left = zip.entryCount; left > 0; left--) {
    throwIfAborted(signal);
    yield describe(await nextEntry(zip));
  }
}

/** Names stay bytes, so that no name can end the list, and sizes are held against the data when it is read. */
const OPTIONS = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false };

async function openDirectory(bytes: StoredBytes, signal: AbortSignal | undefined): Promise<ZipFile> {
  const sizeBytes = await measure(bytes, signal);
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(new StoredBytesReader(bytes, signal), sizeBytes, OPTIONS, (error, zip) => {
      if (error !== null) reject(error);
      else resolve(zip);
    });
  });
}

/** Decompressed bytes tell their size at their end only. */
async function measure(bytes: StoredBytes, signal: AbortSignal | undefined): Promise<number> {
  for (let at = 0; !Number.isFinite(bytes.sizeBytes); ) {
    throwIfAborted(signal);
    at += (await readPiece(bytes, at, LOOK_AHEAD_BYTES, signal)).length;
  }
  return bytes.sizeBytes;
}

function nextEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners('entry').removeAllListeners('error').removeAllListeners('end');
    zip.once('entry', resolve);
    zip.once('error', reject);
    zip.once('end', () => reject(new Error('The directory ends before its last entry.')));
    zip.readEntry();
  });
}

function describe(entry: Entry): ZipDirectoryEntry {
  return {
    name: nameOf(entry),
    headerOffset: entry.relativeOffsetOfLocalHeader,
    storedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    checksum: entry.crc32,
    method: entry.compressionMethod,
    flags: entry.generalPurposeBitFlag,
    mode: entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0,
    modifiedMs: timeOf(entry),
  };
}

const UNIX = 3;

/** Raw bytes where they are UTF-8, as most writers make them; else what the entry's flags and extra fields say. */
function nameOf(entry: Entry): Buffer {
  const raw = entry.fileNameRaw;
  if (Buffer.from(raw.toString('utf8')).equals(raw)) return raw;
  return Buffer.from(getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true));
}

/** DOS times have no zone; UTC is as good as any for guessing a year. */
function timeOf(entry: Entry): number | null {
  const modified = entry.getLastModDate({ timezone: 'UTC' }).getTime();
  return Number.isNaN(modified) ? null : modified;
}
