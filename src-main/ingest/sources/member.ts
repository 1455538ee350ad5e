import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { Layer } from './packing.ts';

/** A member with data. */
export interface MemberFile {
  readonly kind: 'file';
  readonly layer: Extract<Layer, { readonly start: number }>;
  readonly storedBytes: number;
  /** As declared. */
  readonly sizeBytes: number;
}

/** One entry of an archive's own list, before anything is known of its content. */
export interface Member {
  readonly name: Buffer;
  readonly modifiedMs: number | null;
  readonly content:
    | MemberFile
    /** A folder: nothing to read, nothing to say. */
    | { readonly kind: 'folder' }
    /** A link, device or pipe. */
    | { readonly kind: 'skipped'; readonly message: string }
    | { readonly kind: 'refused'; readonly error: FileError };
}

/** What an archive's list tells besides its members. */
export interface ListReport {
  readonly errors: FileError[];
  readonly warnings: FileWarning[];
}
