import type { ParserSpec } from '../formats/parser-spec.ts';
import type { LineBlock, SourceOutcome } from '../sources/types.ts';

/** What a tail hands out, in order. */
export type TailStep =
  /** Whole lines that were added, to be parsed by `spec`. */
  | { readonly kind: 'lines'; readonly block: LineBlock; readonly spec: ParserSpec }
  /** What was taken for granted turned out wrong: all lines of this file are handed out again. */
  | { readonly kind: 'restart'; readonly reason: string }
  /**
   * No more lines come of this file: another one took its name, it was cut to start anew, or its writer is done.
   * `outcome` is null for content that is no growing text (compressed, an archive, a table, binary): read it as a whole.
   */
  | {
      readonly kind: 'ended';
      readonly why: 'rotated' | 'truncated' | 'finished';
      readonly outcome: SourceOutcome | null;
    };

/** Where a tail stands, to go on from in another process. Plain JSON data. */
export interface TailCheckpoint {
  readonly device: string;
  readonly inode: string;
  /** The first bytes of the file, as hexadecimal: tells it from another file of the same inode. */
  readonly head: string;
  readonly decodedOffset: number;
  readonly blockIndex: number;
  readonly line: number;
}
