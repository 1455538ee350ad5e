import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CancelledError, ContractError, IngestError } from '#shared/base/errors.ts';
import type { UploadQuery, UploadResult } from '#shared/contract/tables.ts';

const MAX_DEPTH = 32;
const MAX_NAME_BYTES = 200;
/** Names Windows gives to devices, with or without a suffix. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Streams one dropped file into `<spool>/<batch>/<path>`; a file like any other from then on.
 * The path comes from another machine's file system: every part of it is made a plain, safe name first. A stream that
 * breaks leaves nothing behind.
 */
export async function storeUpload(
  spoolDir: string,
  query: UploadQuery,
  body: ReadableStream<Uint8Array>,
): Promise<UploadResult> {
  const folderPath = join(spoolDir, query.batch);
  const path = join(folderPath, ...safeParts(query.path));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(6).toString('hex')}.part`;
  let sizeBytes = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      sizeBytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(body as never),
      counter,
      createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    throw uploadError(query.path, cause);
  }
  return { path, folderPath, sizeBytes };
}

/**
 * The parts of an upload's path as safe file names.
 * @throws ContractError `contract.bad-input` for a path that is absolute, climbs, or is too deep.
 */
export function safeParts(path: string): string[] {
  const parts = path.split(/[/\\]/);
  const isBad = parts.length > MAX_DEPTH || parts.some((part) => part === '' || part === '.' || part === '..');
  if (isBad)
    throw new ContractError(
      'contract.bad-input',
      'An upload path is relative, without "." or "..", at most 32 folders deep.',
    );
  return parts.map(safeName);
}

function safeName(part: string): string {
  const plain = part.replace(/[\p{Cc}\p{Cs}<>:"|?*]/gu, '_').replace(/[. ]+$/u, '_');
  const named = DEVICE_NAME.test(plain) ? `_${plain}` : plain;
  if (Buffer.byteLength(named) <= MAX_NAME_BYTES) return named;
  // The end of a name carries the suffix and the rotation number.
  const tail = Array.from(named).slice(-60).join('');
  return `${randomBytes(4).toString('hex')}-${tail}`;
}

function uploadError(path: string, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  const location = { path };
  if (code === 'ENOSPC')
    return new IngestError('source.disk-full', `The disk is full; ${path} was not stored.`, { location, cause });
  if (code === 'EROFS' || code === 'EACCES')
    return new IngestError('source.readonly', `The case cannot be written; ${path} was not stored.`, {
      location,
      cause,
    });
  return new CancelledError(`The upload of ${path} broke off; nothing of it was stored.`);
}
