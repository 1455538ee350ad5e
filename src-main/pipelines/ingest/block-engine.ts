import type { LineKind } from '#shared/domain/line-account.ts';
import type { Shape } from '#shared/domain/template.ts';
import type { LineParser, ParserSpec } from '../../ingest/formats/index.ts';
import type { ParsedLine } from '../../ingest/formats/line-parser.ts';
import type { PathOrigin } from '../../ingest/sources/index.ts';
import type { BlockColumns } from './block-columns.ts';

export interface BlockSource {
  readonly spec: ParserSpec;
  readonly parser: LineParser;
  /** What the source's path says of all its events; null for nothing. */
  readonly origin: PathOrigin | null;
}

/** Turns lines into columns; one per worker thread, kept over blocks and sources. */
export interface BlockEngine {
  /** Starts a source. */
  open(source: BlockSource): void;
  /**
   * Starts a block. Ends the life of slots that `finish` named before.
   * @param isCoarse Asks for few, coarse shapes.
   */
  begin(bytes: Uint8Array<ArrayBuffer>, isCoarse: boolean): BlockBuilder;
  /** The 64-bit id of the shape in a slot. */
  shapeId(slot: number): bigint;
  shape(slot: number): Shape;
  /** Takes the columns of a finished block back; nobody may read them any more. */
  release(columns: BlockColumns): void;
}

/** A block under way. Its lines are met in order, each once: by `readLines`, or by the caller, who says what it is. */
export interface BlockBuilder {
  readonly lineCount: number;
  /** Offset of each line in the block. */
  readonly lineStart: Uint32Array;
  /** Exclusive, without LF and CR. */
  readonly lineEnd: Uint32Array;
  /**
   * Reads lines from number `from` on, as far as the engine can by itself.
   * @returns the first line that is the caller's; `lineCount` when there is none.
   */
  readLines(from: number, isEventOpen: boolean): number;
  /** Whether an event is open behind the last line that was met. */
  readonly isEventOpen: boolean;
  /** Says what a line is; its events are pushed besides. */
  setKind(line: number, kind: LineKind): void;
  /** Adds one to the lines of the block's last event, if there is one. */
  continueEvent(): void;
  /** Appends an event. `parsed` is valid during the call only. */
  push(line: number, parsed: ParsedLine): void;
  finish(): BlockColumns;
}
