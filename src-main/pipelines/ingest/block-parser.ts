import { LineKind } from '#shared/domain/line-account.ts';
import { createLineParser, type LineParser, type ParserSpec } from '../../ingest/formats/index.ts';
import { LineVerdict, ParsedLine } from '../../ingest/formats/line-parser.ts';
import type { PathOrigin } from '../../ingest/sources/index.ts';
import type { BlockColumns } from './block-columns.ts';
import type { BlockBuilder, BlockEngine } from './block-engine.ts';
import type { BlockAssumption, BlockSummary } from './block-protocol.ts';
import { tallyBlock } from './block-tally.ts';

const CR = 0x0d;

export interface BlockInput {
  readonly blockIndex: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of bytes[0] in the decompressed stream. */
  readonly decodedOffset: number;
  /** Offset of each line when the block is not a verbatim slice. */
  readonly lineOffsets: Float64Array | null;
  readonly isCoarse: boolean;
}

export interface ParsedBlock {
  readonly input: BlockInput;
  readonly columns: BlockColumns;
  /** Offset of each line in the decompressed stream. */
  readonly lineOffset: Float64Array;
  readonly summary: Omit<BlockSummary, 'shapes'>;
}

/**
 * Turns blocks of whole lines of one source into columns: splits them, finds each line's header, turns its content into a
 * shape and parameters. A pure function of the block and the assumption, so any number of threads gives the same columns.
 */
export class BlockParser {
  readonly #engine: BlockEngine;
  readonly #parser: LineParser;
  readonly #line = new ParsedLine();
  readonly #offsetMs: number;

  /** @param origin What the source's path says of all its events. */
  constructor(engine: BlockEngine, spec: ParserSpec, origin: PathOrigin | null = null) {
    this.#engine = engine;
    this.#parser = createLineParser(spec);
    this.#offsetMs = Math.round((spec.time.clockOffsetSeconds ?? 0) * 1000);
    engine.open({ spec, parser: this.#parser, origin });
  }

  parse(input: BlockInput, assumption: BlockAssumption): ParsedBlock {
    const parser = this.#parser;
    parser.startBlock(assumption.parserState);
    const block = this.#engine.begin(input.bytes, input.isCoarse);
    let line = block.readLines(0, assumption.hasOpenEvent);
    while (line < block.lineCount) {
      block.setKind(line, this.#parseLine(input.bytes, block, line));
      line = block.readLines(line + 1, block.isEventOpen);
    }
    const columns = block.finish();
    shiftClock(columns, this.#offsetMs);
    const lineOffset = offsetsOf(input, columns);
    return {
      input,
      columns,
      lineOffset,
      summary: {
        ...tallyBlock(columns, lineOffset),
        blockIndex: input.blockIndex,
        assumption,
        hasOpenEventAtEnd: block.isEventOpen,
        parserStateAtEnd: parser.state,
        yearless: parser.yearless === null ? null : { ...parser.yearless },
      },
    };
  }

  #parseLine(bytes: Uint8Array, block: BlockBuilder, index: number): LineKind {
    const start = block.lineStart[index] as number;
    const end = block.lineEnd[index] as number;
    if (isBlank(bytes, start, end)) return LineKind.blank;
    const parser = this.#parser;
    const line = this.#line;
    line.reset();
    const verdict = parser.parse(bytes, start, end, line);
    if (verdict === LineVerdict.event) {
      do {
        block.push(index, line);
      } while (parser.more(line));
      return LineKind.event;
    }
    if (verdict === LineVerdict.structural) return LineKind.continuation;
    if (verdict === LineVerdict.rejected) return LineKind.rejected;
    if (block.isEventOpen && parser.joinsLines) {
      block.continueEvent();
      return LineKind.continuation;
    }
    // No event to belong to: the line is an event of its own, with what is known of it besides its text.
    line.reset();
    if (parser.parseAlone?.(bytes, start, end, line) !== true) {
      line.reset();
      line.contentStart = start;
      line.contentEnd = end;
    }
    block.push(index, line);
    return LineKind.event;
  }
}

/** Moves every time by whole milliseconds; times the lake cannot hold are dropped when they are written. */
function shiftClock({ epochSeconds, nanos, eventCount }: BlockColumns, offsetMs: number): void {
  if (offsetMs === 0) return;
  const seconds = Math.floor(offsetMs / 1000);
  const extraNanos = (offsetMs - seconds * 1000) * 1_000_000;
  for (let i = 0; i < eventCount; i++) {
    const sum = (nanos[i] as number) + extraNanos;
    const carry = sum >= 1_000_000_000 ? 1 : 0;
    nanos[i] = sum - carry * 1_000_000_000;
    epochSeconds[i] = (epochSeconds[i] as number) + seconds + carry;
  }
}

function offsetsOf({ lineOffsets, decodedOffset }: BlockInput, { lineCount, lineStart }: BlockColumns): Float64Array {
  if (lineOffsets !== null) return lineOffsets.subarray(0, lineCount);
  const offsets = new Float64Array(lineCount);
  for (let line = 0; line < lineCount; line++) offsets[line] = decodedOffset + (lineStart[line] as number);
  return offsets;
}

/** Only blanks, tabs, carriage returns and NULs. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0 && byte !== CR) return false;
  }
  return true;
}
