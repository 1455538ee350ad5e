import { IngestError } from '#shared/base/errors.ts';

const REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ENOENT: ['source.not-found', 'its folder does not exist'],
  ENOTDIR: ['source.not-regular', 'a part of its path is a file, not a folder'],
  EEXIST: ['source.not-regular', 'a file is in the place of its folder'],
  EISDIR: ['source.not-regular', 'it is a folder'],
  EACCES: ['source.permission', 'permission was denied'],
  EPERM: ['source.permission', 'permission was denied'],
  ENOSPC: ['source.disk-full', 'the disk is full'],
  EDQUOT: ['source.disk-full', 'the quota is used up'],
  EROFS: ['source.readonly', 'the file system is read-only'],
  ENAMETOOLONG: ['source.not-regular', 'its name is too long'],
};

/**
 * What to throw when a file for the user could not be written: an IngestError that names it and says why.
 * Errors of other kinds come back as they are.
 */
export function toWriteError(path: string, cause: unknown): unknown {
  const systemCode = (cause as NodeJS.ErrnoException | null)?.code ?? '';
  const [code, reason] = REASONS[systemCode] ?? [];
  if (code === undefined) return cause;
  return new IngestError(code, `${path} could not be written: ${reason}. Nothing of it was kept.`, {
    location: { path },
    details: { systemCode },
    cause,
  });
}
