import { LineKind } from '#shared/domain/line-account.ts';
import { LineVerdict, type LineParser, ParsedLine } from '../../ingest/formats/line-parser.ts';
import type { PathOrigin } from '../../ingest/sources/index.ts';
import { appendParameters } from '../../parsing/parameters.ts';
import type { ShapeInterner } from '../../parsing/shape-interner.ts';
import { BlockColumns } from './block-columns.ts';
import type { BlockAssumption, BlockSummary } from './block-protocol.ts';
import { BlockTally } from './block-tally.ts';
import { SourceAttributes } from './source-attributes.ts';

const LF = 0x0a;
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
  readonly summary: Omit<BlockSummary, 'shapes'>;
  /** Per interner slot met in this block: how often, and its first event (0-based in the block). */
  readonly shapeUses: ReadonlyMap<number, { count: number; readonly firstEvent: number }>;
}

/**
 * Turns a block of whole lines into columns: splits it, finds each line's header, turns its content into a shape and
 * parameters. A pure function of the block and the assumption, so any number of threads gives the same columns.
 */
export class BlockParser {
  readonly #parser: LineParser;
  readonly #interner: ShapeInterner;
  readonly #line = new ParsedLine();
  readonly #attributes: SourceAttributes;
  /** Of events that name none. */
  readonly #service: string | null;

  /** @param origin What the source's path says of all its events. */
  constructor(parser: LineParser, interner: ShapeInterner, origin: PathOrigin | null = null) {
    this.#attributes = new SourceAttributes(origin);
    this.#service = origin?.service ?? null;
    this.#parser = parser;
    this.#interner = interner;
  }

  parse(input: BlockInput, assumption: BlockAssumption): ParsedBlock {
    const { bytes, lineOffsets, decodedOffset } = input;
    const parser = this.#parser;
    const columns = new BlockColumns(bytes);
    const tally = new BlockTally();
    const uses = new Map<number, { count: number; firstEvent: number }>();
    parser.startBlock(assumption.parserState);
    this.#interner.beginBlock(input.isCoarse);
    let isOpen = assumption.hasOpenEvent;

    for (let start = 0, index = 0; start < bytes.length; index++) {
      const newline = bytes.indexOf(LF, start);
      const next = newline < 0 ? bytes.length : newline + 1;
      let end = newline < 0 ? bytes.length : newline;
      if (end > start && bytes[end - 1] === CR) end--;
      const offset = lineOffsets === null ? decodedOffset + start : (lineOffsets[index] as number);
      columns.lineStart[index] = start;
      columns.lineEnd[index] = end;
      columns.lineOffset[index] = offset;

      const kind = this.#parseLine(columns, tally, uses, index, offset, start, end, isOpen);
      columns.lineKind[index] = kind;
      tally.countLine(kind);
      if (kind === LineKind.event) isOpen = true;
      start = next;
    }
    return {
      input,
      columns,
      shapeUses: uses,
      summary: {
        ...tally.summary(columns),
        blockIndex: input.blockIndex,
        assumption,
        hasOpenEventAtEnd: isOpen,
        parserStateAtEnd: parser.state,
        yearless: parser.yearless === null ? null : { ...parser.yearless },
      },
    };
  }

  #parseLine(
    columns: BlockColumns,
    tally: BlockTally,
    uses: Map<number, { count: number; firstEvent: number }>,
    index: number,
    offset: number,
    start: number,
    end: number,
    isOpen: boolean,
  ): LineKind {
    if (isBlank(columns.bytes, start, end)) return LineKind.blank;
    const parser = this.#parser;
    const line = this.#line;
    line.reset();
    const verdict = parser.parse(columns.bytes, start, end, line);
    if (verdict === LineVerdict.event) {
      do {
        this.#pushEvent(columns, tally, uses, index, offset);
      } while (parser.more(line));
      return LineKind.event;
    }
    if (verdict === LineVerdict.structural) return LineKind.continuation;
    if (verdict === LineVerdict.rejected) {
      tally.trouble('W_PARSE', index, offset);
      return LineKind.rejected;
    }
    if (isOpen && parser.joinsLines) {
      if (columns.eventCount > 0) (columns.eventLineCount[columns.eventCount - 1] as number)++;
      return LineKind.continuation;
    }
    // No event to belong to: the line is an event of its own, without a header.
    line.reset();
    line.contentStart = start;
    line.contentEnd = end;
    this.#pushEvent(columns, tally, uses, index, offset);
    return LineKind.event;
  }

  #pushEvent(
    columns: BlockColumns,
    tally: BlockTally,
    uses: Map<number, { count: number; firstEvent: number }>,
    index: number,
    offset: number,
  ): void {
    const line = this.#line;
    const bytes = columns.bytes;
    const event = columns.addEvent();
    columns.eventLine[event] = index;
    columns.eventLineCount[event] = 1;
    columns.epochSeconds[event] = line.hasTime ? line.epochSeconds : Number.NaN;
    columns.nanos[event] = line.hasTime ? line.nanos : 0;
    columns.severity[event] = line.severity;
    tally.countEvent(line, index, offset);

    pushField(columns.severityText, bytes, line.severityText, line.severityStart, line.severityEnd);
    if (line.serviceStart < 0) line.serviceText ??= this.#service;
    pushField(columns.service, bytes, line.serviceText, line.serviceStart, line.serviceEnd);
    pushField(columns.host, bytes, line.hostText, line.hostStart, line.hostEnd);
    pushField(columns.component, bytes, line.componentText, line.componentStart, line.componentEnd);

    const content = line.content ?? bytes;
    const interner = this.#interner;
    const slot = interner.intern(content, line.contentStart, line.contentEnd);
    const use = uses.get(slot);
    if (use === undefined) uses.set(slot, { count: 1, firstEvent: event });
    else use.count++;
    columns.shapeIds[event] = interner.id(slot);
    appendParameters(columns.parameters.bytes, content, interner);
    columns.parameters.endString();
    // Encoding may move the buffer: its bytes are asked for afterwards.
    const attributesLength = line.encodeAttributes();
    this.#attributes.push(columns.attributes, line.attributesBuffer.bytes, attributesLength);
  }
}

function pushField(
  column: BlockColumns['service'],
  bytes: Uint8Array,
  text: string | null,
  start: number,
  end: number,
): void {
  if (text !== null) column.pushText(text);
  else if (start < 0) column.pushAbsent();
  else column.pushBytes(bytes, start, end);
}

/** Only blanks, tabs, carriage returns and NULs. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0 && byte !== CR) return false;
  }
  return true;
}
