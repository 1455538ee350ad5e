import type { FileError } from '#shared/domain/issue-class.ts';
import { CancelledError } from '#shared/base/errors.ts';
import { fileError } from './file-issues.ts';
import type { ListReport, Member } from './member.ts';
import { describeLink } from './member-name.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';
import { readZipDirectory, type ZipDirectoryEntry } from './zip-directory.ts';
import { isReadableMethod } from './zip-entry.ts';
import { findZipEntries, readLocalHeader } from './zip-headers.ts';

const ENCRYPTED = 1;
const TYPE_MASK = 0o170000;
const LINK = 0o120000;
const FILE = 0o100000;
const FOLDER = 0o040000;

/**
 * Lists a zip archive by its directory, in the order of its data; when the directory is missing or damaged, by what can be
 * found of its entries. Trouble is reported, not thrown. @throws CancelledError
 */
export async function* listZip(
  bytes: StoredBytes,
  report: ListReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Member> {
  const entries: ZipDirectoryEntry[] = [];
  try {
    for await (const entry of readZipDirectory(bytes, signal)) entries.push(entry);
  } catch (cause) {
    if (cause instanceof CancelledError) throw cause;
    report.errors.push(nameDirectoryTrouble(bytes, cause));
    for await (const found of findZipEntries(bytes, signal)) {
      const content = judgeFound(bytes, found);
      yield { name: found.name, modifiedMs: null, content };
    }
    return;
  }
  entries.sort((a, b) => a.headerOffset - b.headerOffset);
  for (const entry of entries) {
    yield { name: entry.name, modifiedMs: entry.modifiedMs, content: await judgeListed(bytes, entry, signal) };
  }
}

function nameDirectoryTrouble(bytes: StoredBytes, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const offset = bytes.fileOffset(bytes.sizeBytes);
  const place = { offset, decodedOffset: null };
  const kept = 'Entries that could be found without it are kept; fetch the archive again.';
  if (/signature not found/.test(reason)) {
    const message = `The zip archive ends at stored offset ${offset} without its directory. ${kept}`;
    return fileError('E_TRUNCATED', message, place);
  }
  return fileError('E_CORRUPT', `The directory of the zip archive is damaged: ${reason} ${kept}`, place);
}

async function judgeListed(
  bytes: StoredBytes,
  entry: ZipDirectoryEntry,
  signal: AbortSignal | undefined,
): Promise<Member['content']> {
  const offset = bytes.fileOffset(entry.headerOffset);
  if (isFolder(entry)) return { kind: 'folder' };
  const refused = judgeData(entry, offset);
  if (refused !== null) return { kind: 'refused', error: refused };
  const header = await readLocalHeader(bytes, entry.headerOffset, signal);
  if (header === null) {
    const message = `The entry's header at stored offset ${offset} is damaged or missing. Its neighbours are kept; fetch the archive again.`;
    const isBehindEnd = entry.headerOffset >= bytes.sizeBytes;
    return { kind: 'refused', error: fileError(isBehindEnd ? 'E_TRUNCATED' : 'E_CORRUPT', message, { offset }) };
  }
  const start = entry.headerOffset + header.length;
  const type = entry.mode & TYPE_MASK;
  if (type === LINK) {
    const target = entry.method === 0 ? await readPiece(bytes, start, Math.min(entry.storedBytes, 4096), signal) : null;
    return { kind: 'skipped', message: describeLink('symbolic link', target ?? Buffer.alloc(0)) };
  }
  if (type !== 0 && type !== FILE && type !== FOLDER) {
    return { kind: 'skipped', message: 'E_NOT_REGULAR: a device or pipe, not a file.' };
  }
  const { storedBytes, method, sizeBytes, checksum } = entry;
  const layer = { kind: 'zip', start, storedBytes, method, sizeBytes, checksum } as const;
  return { kind: 'file', layer, storedBytes, sizeBytes };
}

function judgeFound(
  bytes: StoredBytes,
  found: Parameters<typeof judgeData>[0] & {
    readonly headerOffset: number;
    readonly dataStart: number;
    readonly storedBytes: number;
    readonly sizeBytes: number | null;
    readonly checksum: number | null;
  },
): Member['content'] {
  if (isFolder(found)) return { kind: 'folder' };
  const refused = judgeData(found, bytes.fileOffset(found.headerOffset));
  if (refused !== null) return { kind: 'refused', error: refused };
  const { dataStart: start, storedBytes, method, sizeBytes, checksum } = found;
  const layer = { kind: 'zip', start, storedBytes, method, sizeBytes, checksum } as const;
  return { kind: 'file', layer, storedBytes, sizeBytes: sizeBytes ?? storedBytes };
}

function isFolder(entry: { readonly name: Buffer; readonly mode: number }): boolean {
  return entry.name.at(-1) === 0x2f || (entry.mode & TYPE_MASK) === FOLDER;
}

function judgeData(
  entry: { readonly name: Buffer; readonly mode: number; readonly flags: number; readonly method: number },
  offset: number,
): FileError | null {
  if ((entry.flags & ENCRYPTED) !== 0) {
    return fileError('E_ENCRYPTED', 'The entry has a password. Unpack it with its password and read the file.', {
      offset,
    });
  }
  if (isReadableMethod(entry.method)) return null;
  const message = `The entry is compressed by method ${entry.method}, which is not read here. Unpack it and read the file.`;
  return fileError('E_UNSUPPORTED', message, { offset });
}
