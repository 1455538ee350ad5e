import type { ErrorClass, FileError, FileWarning, WarningClass } from '#shared/domain/issue-class.ts';

interface Place {
  readonly line?: number | null;
  readonly offset?: number | null;
  readonly decodedOffset?: number | null;
}

export function fileError(errorClass: ErrorClass, message: string, place: Place = {}): FileError {
  const { line = null, offset = null, decodedOffset = null } = place;
  return { class: errorClass, line, offset, decodedOffset, message };
}

/** A guess about a whole file: counts once and has no first line. */
export function fileWarning(
  warningClass: WarningClass,
  message: string,
  firstOffset: number | null = null,
): FileWarning {
  return { class: warningClass, count: 1, firstLine: null, firstOffset, message };
}

export function errnoOf(cause: unknown): string | null {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

const CLASS_BY_ERRNO: Readonly<Record<string, readonly [ErrorClass, string]>> = {
  ENOENT: ['E_NOT_FOUND', 'There is no such file or folder (or a link points to nothing). Check the path.'],
  ENOTDIR: ['E_NOT_FOUND', 'A part of the path is not a folder. Check the path.'],
  ENAMETOOLONG: ['E_NOT_FOUND', 'The path is too long for this system. Move the file nearer to the root.'],
  EACCES: ['E_PERMISSION', 'Not allowed to read it. Run as a user who may, or change its mode.'],
  EPERM: ['E_PERMISSION', 'Not allowed to read it. Run as a user who may, or change its mode.'],
  ELOOP: ['E_LOOP', 'Its links point at each other in a circle. Name the real file.'],
  EISDIR: ['E_NOT_REGULAR', 'It is a folder.'],
  ENXIO: ['E_NOT_REGULAR', 'It is a socket or a device.'],
  ESTALE: ['E_SOURCE_CHANGED', 'It was replaced on its network disk. Read it again.'],
};

/** Gives a file-system failure its class, and says what to try; anything unknown is E_IO with the system's own words. */
export function fileErrorFrom(cause: unknown, place: Place = {}): FileError {
  const errno = errnoOf(cause);
  const known = errno === null ? undefined : CLASS_BY_ERRNO[errno];
  if (known !== undefined) return fileError(known[0], known[1], place);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return fileError('E_IO', `Reading failed: ${reason}. Check the disk, then run again.`, place);
}
