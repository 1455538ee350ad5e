import { CatalogError, SentinelError } from '#shared/base/errors.ts';

/** Codes of better-sqlite3 (extended ones start with these) and what they mean to a user. */
const MEANINGS: ReadonlyArray<readonly [string, string, string]> = [
  ['SQLITE_FULL', 'catalog.disk-full', 'the disk is full. Free some space and run it again'],
  ['SQLITE_READONLY', 'catalog.read-only', 'it cannot be written'],
  ['SQLITE_CANTOPEN', 'catalog.read-only', 'it cannot be opened. Check that the folder exists and its rights'],
  [
    'SQLITE_CORRUPT',
    'catalog.corrupt',
    'the file is damaged. Run `log-sentinel doctor` on the case, or restore a copy',
  ],
  ['SQLITE_NOTADB', 'catalog.corrupt', 'the file is not a catalog. Restore a copy of the case'],
  ['SQLITE_BUSY', 'catalog.busy', 'another program holds it. Try again'],
  ['SQLITE_IOERR', 'catalog.io', 'the disk reported an error'],
  // Our statements are typed against the schema, so a statement that does not fit means that the schema was damaged.
  ['SQLITE_ERROR', 'catalog.corrupt', 'its tables are not what they should be. Restore a copy of the case'],
  ['SQLITE_CONSTRAINT', 'catalog.constraint', 'the data contradicts what is stored'],
];

/** Gives an error of SQLite or the file system its stable code; errors of ours pass unchanged. */
export function toCatalogError(error: unknown, file: string): unknown {
  if (error instanceof SentinelError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { cause: error, location: { path: file } };
  const known = MEANINGS.find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) {
    return new CatalogError(known[1], `Catalog ${file}: ${known[2]} (${(error as Error).message}).`, options);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CatalogError('catalog.disk-full', `Case ${file}: the disk is full.`, options);
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new CatalogError(
      'catalog.read-only',
      `Case ${file} cannot be written: ${(error as Error).message}.`,
      options,
    );
  }
  if (code === 'EIO') return new CatalogError('catalog.io', `Case ${file}: the disk reported an error.`, options);
  return error;
}
