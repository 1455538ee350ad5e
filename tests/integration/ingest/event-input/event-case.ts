import type { WarningClass } from '#shared/domain/issue-class.ts';
import type { IngestOptions } from '../../../../src-main/pipelines/ingest/ingest-job.ts';

/** A log whose lines are hard to understand, and what must come of it; worked out by hand. */
export interface EventCase {
  readonly name: string;
  readonly content: string | Buffer;
  readonly fileName?: string;
  /** When the file was last written; decides the year of times without one. */
  readonly modified?: string;
  readonly options?: IngestOptions;
  readonly lines: number;
  /** Numbers of the account; those not named are not held to anything but that they add up. */
  readonly events?: number;
  readonly continuationLines?: number;
  readonly blankLines?: number;
  /** Classes that must be told; others may be. */
  readonly warnings?: readonly WarningClass[];
  /** UTC times of the first events, null for none. */
  readonly times?: readonly (string | null)[];
  /** Contents of the first events. */
  readonly contents?: readonly string[];
}

/** Lines of a log, each ended by LF. */
export function log(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `count` lines made by a function of their index. */
export function repeat(count: number, line: (index: number) => string): string {
  return log(...Array.from({ length: count }, (_, index) => line(index)));
}
