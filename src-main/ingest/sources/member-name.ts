import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from './file-issues.ts';
import { showPath } from './path-names.ts';

/** Folders within folders inside an archive. */
const MAX_MEMBER_DEPTH = 64;

/**
 * Why a member is not read, by its name; null when it may be. Nothing is ever written under a member's name, so this only
 * keeps an archive made for an attack from passing as a sound one.
 * @param offset Of the member, for the error.
 */
export function judgeMemberName(name: Buffer, offset: number | null = null): FileError | null {
  const shown = showPath(name);
  const parts = shown.split(/[/\\]/);
  const isAbsolute = /^[/\\]/.test(shown) || /^[A-Za-z]:/.test(shown);
  if (isAbsolute || parts.includes('..') || shown.includes('\0')) {
    const what = isAbsolute ? 'is absolute' : parts.includes('..') ? 'leads out of the archive' : 'holds a NUL';
    const message = `The member's name ${what}, as in an archive made to overwrite files. It was not read; its neighbours are.`;
    return fileError('E_PATH_ESCAPE', message, { offset });
  }
  if (parts.length <= MAX_MEMBER_DEPTH) return null;
  const message = `Stopped at the limit MAX_MEMBER_DEPTH ${MAX_MEMBER_DEPTH}: the member lies deeper. Unpack the archive and read the file.`;
  return fileError('E_LIMIT_DEPTH', message, { offset });
}

/** Says why a link is not read; one that leads out of the archive says so. */
export function describeLink(what: string, target: Buffer): string {
  const isEscape = judgeMemberName(target)?.class === 'E_PATH_ESCAPE';
  return isEscape
    ? `E_SYMLINK_ESCAPE: a ${what} that leads out of the archive.`
    : `A ${what} in an archive is not followed; the file itself is read where it lies.`;
}
