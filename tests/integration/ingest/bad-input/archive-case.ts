import type { FileStatus } from '#shared/domain/issue-class.ts';
import type { OpenOptions } from '../../../../src-main/ingest/sources/index.ts';

/** What must come of one member, or of the archive itself (name null). */
export interface ExpectedMember {
  readonly status: FileStatus;
  readonly lines?: number;
  /** Classes of errors and of warnings, in order. */
  readonly issues?: readonly string[];
  /** Last line. */
  readonly last?: string;
}

/** An archive and what must come of it; nothing but what is named may appear. */
export interface ArchiveCase {
  readonly name: string;
  readonly fileName?: string;
  readonly content: Buffer;
  readonly limits?: OpenOptions['limits'];
  /** By member name; '' stands for the archive itself. */
  readonly expected: Readonly<Record<string, ExpectedMember>>;
}

export function whole(lines: number): ExpectedMember {
  return { status: 'whole', lines };
}

export function refused(issue: string): ExpectedMember {
  return { status: 'rejected', lines: 0, issues: [issue] };
}

export function partial(lines: number, issue: string): ExpectedMember {
  return { status: 'partial', lines, issues: [issue] };
}

export const skipped: ExpectedMember = { status: 'skipped', lines: 0, issues: ['W_SKIPPED'] };
