import type { ErrorClass } from './issue-class.ts';

/** Something wrong with a format file, and where. */
export interface FormatIssue {
  readonly class: ErrorClass;
  /** Dotted path of the field (`samples.0.level`); '' is the file as a whole. */
  readonly field: string;
  readonly message: string;
  /** 1-based place in the text; null where there is none. */
  readonly line: number | null;
  readonly column: number | null;
}
