import { type FileError } from '#shared/domain/issue-class.ts';
import { fileError } from './file-issues.ts';
import type { SourceLimits } from './types.ts';

/** A limit on a whole archive was reached: what was found before is kept, the rest is not looked for. */
export class LimitReached extends Error {
  readonly error: FileError;

  constructor(error: FileError) {
    super(error.message);
    this.error = error;
  }
}

/** Holds an archive, with all archives inside it, to its limits by what its lists declare. */
export class ArchiveBudget {
  private readonly limits: SourceLimits;
  private readonly storedBytes: number;
  private members = 0;
  private declaredBytes = 0;

  /** @param storedBytes Size of the file on disk. */
  constructor(limits: SourceLimits, storedBytes: number) {
    this.limits = limits;
    this.storedBytes = storedBytes;
  }

  /** Counts one member. @throws LimitReached */
  take(sizeBytes: number, offset: number): void {
    const { maxMembers, maxDecodedBytes, maxExpansionRatio, expansionFloorBytes } = this.limits;
    this.members++;
    this.declaredBytes += sizeBytes;
    const isDense = this.declaredBytes > maxExpansionRatio * Math.max(1, this.storedBytes);
    if (this.members > maxMembers) stop('E_LIMIT_SIZE', `maxMembers ${maxMembers}`, offset);
    if (this.declaredBytes > maxDecodedBytes) stop('E_LIMIT_SIZE', `maxDecodedBytes ${maxDecodedBytes}`, offset);
    if (isDense && this.declaredBytes > expansionFloorBytes) {
      stop('E_LIMIT_EXPANSION', `maxExpansionRatio ${maxExpansionRatio}`, offset);
    }
  }
}

function stop(errorClass: 'E_LIMIT_SIZE' | 'E_LIMIT_EXPANSION', limit: string, offset: number): never {
  const message = `Stopped at the limit ${limit}: the archive lists more than that. The members before are kept; unpack the archive yourself if it is sound.`;
  throw new LimitReached(fileError(errorClass, message, { offset }));
}
