import type { ParsedLine } from '../../ingest/formats/line-parser.ts';
import type { ByteArena, DictionaryColumn } from '../../lake/segment-columns.ts';

/** What is known of an event besides its columns, as bits. */
export const EventFlag = {
  hasTime: 1,
  /** The header holds a time that is no real instant. */
  badTime: 2,
  /** The line claims a structure and breaks it. */
  malformed: 4,
} as const;

/** The flags of the event that a parsed line starts. */
export function flagsOf(line: ParsedLine): number {
  return (
    (line.hasTime ? EventFlag.hasTime : 0) |
    (line.badTime ? EventFlag.badTime : 0) |
    (line.isMalformed ? EventFlag.malformed : 0)
  );
}

/** A shape met in a block: how often, and its first event (0-based in the block). */
export interface ShapeUse {
  readonly slot: number;
  readonly count: number;
  readonly firstEvent: number;
}

/**
 * The columns of one parsed block, kept in the worker until the coordinator says where they belong. Line columns have exactly
 * the block's length, event columns at least `eventCount` values.
 */
export interface BlockColumns {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lineCount: number;
  readonly lineStart: Uint32Array;
  /** Exclusive, without LF and CR. */
  readonly lineEnd: Uint32Array;
  readonly lineKind: Uint8Array;
  readonly eventCount: number;
  readonly eventLine: Uint32Array;
  readonly eventLineCount: Uint32Array;
  /** NaN without a time. */
  readonly epochSeconds: Float64Array;
  readonly nanos: Int32Array;
  readonly severity: Uint8Array;
  readonly flags: Uint8Array;
  readonly shapeIds: BigUint64Array;
  readonly severityText: DictionaryColumn;
  readonly service: DictionaryColumn;
  readonly host: DictionaryColumn;
  readonly component: DictionaryColumn;
  readonly parameters: ByteArena;
  readonly attributes: ByteArena;
  /** By first event. */
  readonly shapeUses: readonly ShapeUse[];
}
