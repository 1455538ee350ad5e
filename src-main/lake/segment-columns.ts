/** Strings of a column by small id: `ids[i]` indexes `values`, -1 is NULL. */
export interface DictionaryColumn {
  readonly ids: Int32Array;
  /** May hold more values than the block uses; only used ones are written. */
  readonly values: readonly string[];
}

/** Many byte strings in one buffer: string `i` is `bytes[offsets[i] .. offsets[i + 1])`. */
export interface ByteArena {
  readonly bytes: Uint8Array;
  /** At least one longer than the number of strings. */
  readonly offsets: Uint32Array;
}

/**
 * One block of one source as columns: what a segment is made of.
 * Line arrays hold at least `lineCount` values, event arrays at least `eventCount`; longer ones are read up to the count.
 */
export interface SegmentColumns {
  readonly sourceId: number;
  /** The block's text; `lineStart`/`lineEnd` are ranges of it. */
  readonly bytes: Uint8Array;
  /** 1-based number of the block's first physical line in its source. */
  readonly firstLine: number;
  readonly lineCount: number;
  readonly lineStart: Uint32Array;
  /** Exclusive, without LF and CR. */
  readonly lineEnd: Uint32Array;
  /** Offset of each line in the decompressed source. */
  readonly lineOffset: Float64Array;
  /** `LineKind` of each line. */
  readonly lineKind: Uint8Array;
  /**
   * Event still open when the block starts: its continuation lines at the head of the block belong to it.
   * Absent or -1: none, so such lines belong to no event (a CSV header).
   */
  readonly openEventId?: number;
  readonly firstEventId: number;
  readonly eventCount: number;
  /** 0-based index into the block's lines, ascending; events of one line repeat it. */
  readonly eventLine: Uint32Array;
  /** Physical lines of the event inside this block, at least 1. */
  readonly eventLineCount: Uint32Array;
  /** Whole seconds since 1970, NaN = no time. Outside the range of 64-bit nanoseconds it is stored as no time. */
  readonly epochSeconds: Float64Array;
  /** 0..999,999,999, added to the seconds. */
  readonly nanos: Int32Array;
  /** OpenTelemetry SeverityNumber, 0 = unspecified. */
  readonly severity: Uint8Array;
  readonly severityText: DictionaryColumn;
  readonly service: DictionaryColumn;
  readonly host: DictionaryColumn;
  readonly component: DictionaryColumn;
  readonly shapeIds: BigUint64Array;
  /** Shape parameters joined by U+001F, escaped inside as U+001E '0' and U+001E '1'. */
  readonly parameters: ByteArena;
  /** JSON object text; an empty string is NULL. */
  readonly attributes: ByteArena;
}

export type { SegmentFile } from '#shared/domain/segment.ts';
