import type { LineCounts } from '#shared/domain/line-account.ts';
import type { Shape } from '#shared/domain/template.ts';
import type { LineParser, ParserSpec } from '../../ingest/formats/index.ts';
import type { PathOrigin } from '../../ingest/sources/index.ts';
import type { SegmentFile } from '../../lake/segment-columns.ts';
import type { BlockOrder } from './time-order.ts';

/**
 * The conversation between the coordinator and a block worker:
 *   open(source) once a source; parse(block) -> summary, a pure function of block and assumptions;
 *   then, in block order, reparse (an assumption was wrong) or write (bases now known) -> segment files.
 */
export interface BlockWorkerData {
  readonly lakeDir: string;
}

export interface OpenSourceInput {
  readonly sourceId: number;
  readonly spec: ParserSpec;
  /** What its path says of all its events; null for nothing. */
  readonly origin: PathOrigin | null;
}

/** What the block before left behind; guessed when a block is sent, checked when its turn comes. */
export interface BlockAssumption {
  readonly hasOpenEvent: boolean;
  /** Parser state carried over (such as the `#Fields` in force); '' at the start of a source. */
  readonly parserState: string;
}

export interface ParseInput {
  readonly blockIndex: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly decodedOffset: number;
  readonly lineOffsets: Float64Array | null;
  readonly assumption: BlockAssumption;
  /** Too many shapes so far: use coarse ones. */
  readonly isCoarse: boolean;
}

export interface ReparseInput {
  readonly blockIndex: number;
  readonly assumption: BlockAssumption;
}

/** One shape met in a block; `shape` only the first time this worker meets it. */
export interface ShapeSighting {
  readonly shapeId: bigint;
  readonly shape: Shape | null;
  readonly count: number;
  /** Index of its first event within the block. */
  readonly firstEvent: number;
}

/** Line-level trouble inside a block; lines are 0-based within it. */
export interface BlockTrouble {
  readonly class: 'W_BAD_TIMESTAMP' | 'W_NO_TIMESTAMP' | 'W_PARSE' | 'W_OUT_OF_ORDER';
  readonly count: number;
  readonly firstLine: number;
  readonly firstOffset: number;
}

/** What the coordinator needs of a parsed block; the columns stay in the worker until `write`. */
export interface BlockSummary extends LineCounts {
  readonly blockIndex: number;
  /** What the block was parsed with. */
  readonly assumption: BlockAssumption;
  /** Continuation lines before the block's first event: they belong to the last event of the block before. */
  readonly leadingContinuations: number;
  readonly hasOpenEventAtEnd: boolean;
  readonly parserStateAtEnd: string;
  readonly yearless: LineParser['yearless'];
  /** Epoch nanoseconds; null when no event of the block has a time. Before any year shift. */
  readonly firstTimeNs: bigint | null;
  readonly lastTimeNs: bigint | null;
  readonly minTimeNs: bigint | null;
  readonly maxTimeNs: bigint | null;
  /** Before any year shift. */
  readonly order: BlockOrder;
  readonly troubles: readonly BlockTrouble[];
  readonly shapes: readonly ShapeSighting[];
  readonly severityCounts: readonly number[];
}

export interface WriteInput {
  readonly blockIndex: number;
  readonly segmentName: string;
  readonly firstLine: number;
  readonly firstEventId: number;
  /** Event that the block's leading continuation lines belong to; -1 when none is open. */
  readonly openEventId: number;
  /** Years to add to a year-less block's times. */
  readonly yearShift: number;
  /** Lines of the next block that belong to this block's last event. */
  readonly trailingContinuations: number;
}

export interface WriteOutput {
  readonly segments: readonly SegmentFile[];
  /** Time range after the year shift. */
  readonly minTimeNs: bigint | null;
  readonly maxTimeNs: bigint | null;
  /** What the block's bytes lay in, for a later block. */
  readonly memory: ArrayBuffer;
}
