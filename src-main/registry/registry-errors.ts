import { ModelError, SentinelError } from '#shared/base/errors.ts';

/** Codes of SQLite and of the file system, and what they mean for the registry. */
const MEANINGS: ReadonlyArray<readonly [prefix: string, code: string, meaning: string]> = [
  ['SQLITE_FULL', 'model.disk-full', 'the disk is full'],
  ['SQLITE_READONLY', 'model.read-only', 'it cannot be written'],
  ['SQLITE_CANTOPEN', 'model.read-only', 'it cannot be opened'],
  ['SQLITE_CORRUPT', 'model.corrupt', 'the file is damaged'],
  ['SQLITE_NOTADB', 'model.corrupt', 'the file is no registry'],
  ['SQLITE_BUSY', 'model.busy', 'another program holds it'],
  ['SQLITE_IOERR', 'model.io', 'the disk reported an error'],
  ['ENOSPC', 'model.disk-full', 'the disk is full'],
  ['EDQUOT', 'model.disk-full', 'the quota is used up'],
  ['EROFS', 'model.read-only', 'it cannot be written'],
  ['EACCES', 'model.read-only', 'permission was denied'],
  ['EPERM', 'model.read-only', 'permission was denied'],
  ['EIO', 'model.io', 'the disk reported an error'],
];

/** Gives an error of SQLite or the file system its stable code; errors of ours pass unchanged. */
export function toRegistryError(error: unknown, path: string): unknown {
  if (error instanceof SentinelError) return error;
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = MEANINGS.find(([prefix]) => systemCode.startsWith(prefix));
  if (known === undefined) return error;
  const [, code, meaning] = known;
  return new ModelError(code, `The model registry ${path}: ${meaning}.`, { cause: error, location: { path } });
}
