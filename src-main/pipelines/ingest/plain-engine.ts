import { LineKind } from '#shared/domain/line-account.ts';
import type { Shape } from '#shared/domain/template.ts';
import type { ParsedLine } from '../../ingest/formats/line-parser.ts';
import { appendParameters } from '../../parsing/parameters.ts';
import { ShapeInterner } from '../../parsing/shape-interner.ts';
import { ArenaBuilder } from './arena-builder.ts';
import { type BlockColumns, flagsOf } from './block-columns.ts';
import type { BlockBuilder, BlockEngine, BlockSource } from './block-engine.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { GrowingColumn } from './growing-column.ts';
import { SourceAttributes } from './source-attributes.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Turns lines into columns in plain JavaScript. Every line is the caller's. */
export class PlainEngine implements BlockEngine {
  readonly #interner = new ShapeInterner();
  #attributes = new SourceAttributes(null);
  /** Of events that name none. */
  #service: string | null = null;

  open({ origin }: BlockSource): void {
    this.#attributes = new SourceAttributes(origin);
    this.#service = origin?.service ?? null;
  }

  begin(bytes: Uint8Array<ArrayBuffer>, isCoarse: boolean): BlockBuilder {
    this.#interner.beginBlock(isCoarse);
    return new PlainBuilder(bytes, this.#interner, this.#attributes, this.#service);
  }

  shapeId(slot: number): bigint {
    return this.#interner.id(slot);
  }

  shape(slot: number): Shape {
    return this.#interner.shape(slot);
  }

  /** The garbage collector's. */
  release(): void {}
}

class PlainBuilder implements BlockBuilder {
  isEventOpen = false;
  readonly lineCount: number;
  readonly lineStart: Uint32Array;
  readonly lineEnd: Uint32Array;
  readonly #lineKind: Uint8Array;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #interner: ShapeInterner;
  readonly #ownAttributes: SourceAttributes;
  readonly #ownService: string | null;
  readonly #eventLine: GrowingColumn<Uint32Array<ArrayBuffer>>;
  readonly #eventLineCount: GrowingColumn<Uint32Array<ArrayBuffer>>;
  readonly #epochSeconds: GrowingColumn<Float64Array<ArrayBuffer>>;
  readonly #nanos: GrowingColumn<Int32Array<ArrayBuffer>>;
  readonly #severity: GrowingColumn<Uint8Array<ArrayBuffer>>;
  readonly #flags: GrowingColumn<Uint8Array<ArrayBuffer>>;
  readonly #slots: GrowingColumn<Uint32Array<ArrayBuffer>>;
  readonly #severityText: ByteDictionary;
  readonly #service: ByteDictionary;
  readonly #host: ByteDictionary;
  readonly #component: ByteDictionary;
  readonly #parameters: ArenaBuilder;
  readonly #attributes: ArenaBuilder;
  readonly #uses = new Map<number, { readonly slot: number; count: number; readonly firstEvent: number }>();

  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    interner: ShapeInterner,
    attributes: SourceAttributes,
    service: string | null,
  ) {
    this.#bytes = bytes;
    this.#interner = interner;
    this.#ownAttributes = attributes;
    this.#ownService = service;
    const { starts, ends } = indexLines(bytes);
    const lines = starts.length;
    this.lineCount = lines;
    this.lineStart = starts;
    this.lineEnd = ends;
    this.#lineKind = new Uint8Array(lines);
    this.#eventLine = new GrowingColumn(new Uint32Array(lines));
    this.#eventLineCount = new GrowingColumn(new Uint32Array(lines));
    this.#epochSeconds = new GrowingColumn(new Float64Array(lines));
    this.#nanos = new GrowingColumn(new Int32Array(lines));
    this.#severity = new GrowingColumn(new Uint8Array(lines));
    this.#flags = new GrowingColumn(new Uint8Array(lines));
    this.#slots = new GrowingColumn(new Uint32Array(lines));
    this.#severityText = new ByteDictionary(lines);
    this.#service = new ByteDictionary(lines);
    this.#host = new ByteDictionary(lines);
    this.#component = new ByteDictionary(lines);
    this.#parameters = new ArenaBuilder(lines, bytes.length >> 1);
    this.#attributes = new ArenaBuilder(lines, 1 << 12);
  }

  readLines(from: number, isEventOpen: boolean): number {
    this.isEventOpen = isEventOpen;
    return from;
  }

  setKind(line: number, kind: LineKind): void {
    this.#lineKind[line] = kind;
    if (kind === LineKind.event) this.isEventOpen = true;
  }

  continueEvent(): void {
    const counts = this.#eventLineCount;
    if (counts.length > 0) (counts.values[counts.length - 1] as number)++;
  }

  push(line: number, parsed: ParsedLine): void {
    const bytes = this.#bytes;
    const event = this.#slots.length;
    this.#eventLine.push(line);
    this.#eventLineCount.push(1);
    this.#epochSeconds.push(parsed.hasTime ? parsed.epochSeconds : Number.NaN);
    this.#nanos.push(parsed.hasTime ? parsed.nanos : 0);
    this.#severity.push(parsed.severity);
    this.#flags.push(flagsOf(parsed));

    pushField(this.#severityText, bytes, parsed.severityText, parsed.severityStart, parsed.severityEnd);
    if (parsed.serviceStart < 0) parsed.serviceText ??= this.#ownService;
    pushField(this.#service, bytes, parsed.serviceText, parsed.serviceStart, parsed.serviceEnd);
    pushField(this.#host, bytes, parsed.hostText, parsed.hostStart, parsed.hostEnd);
    pushField(this.#component, bytes, parsed.componentText, parsed.componentStart, parsed.componentEnd);

    const content = parsed.content ?? bytes;
    const interner = this.#interner;
    const slot = interner.intern(content, parsed.contentStart, parsed.contentEnd);
    const use = this.#uses.get(slot);
    if (use === undefined) this.#uses.set(slot, { slot, count: 1, firstEvent: event });
    else use.count++;
    this.#slots.push(slot);
    appendParameters(this.#parameters.bytes, content, interner);
    this.#parameters.endString();
    // Encoding may move the buffer: its bytes are asked for afterwards.
    const attributesLength = parsed.encodeAttributes();
    this.#ownAttributes.push(this.#attributes, parsed.attributesBuffer.bytes, attributesLength);
  }

  finish(): BlockColumns {
    return {
      bytes: this.#bytes,
      lineCount: this.lineCount,
      lineStart: this.lineStart,
      lineEnd: this.lineEnd,
      lineKind: this.#lineKind,
      eventCount: this.#slots.length,
      eventLine: this.#eventLine.values,
      eventLineCount: this.#eventLineCount.values,
      epochSeconds: this.#epochSeconds.values,
      nanos: this.#nanos.values,
      severity: this.#severity.values,
      flags: this.#flags.values,
      shapeIds: this.#shapeIds(),
      severityText: this.#severityText.finish(),
      service: this.#service.finish(),
      host: this.#host.finish(),
      component: this.#component.finish(),
      parameters: this.#parameters.finish(),
      attributes: this.#attributes.finish(),
      shapeUses: [...this.#uses.values()],
    };
  }

  #shapeIds(): BigUint64Array {
    const { length, values } = this.#slots;
    const ids = new BigUint64Array(length);
    const words = new Uint32Array(ids.buffer);
    for (let event = 0; event < length; event++) {
      const slot = values[event] as number;
      words[event * 2] = this.#interner.idLow(slot);
      words[event * 2 + 1] = this.#interner.idHigh(slot);
    }
    return ids;
  }
}

function pushField(column: ByteDictionary, bytes: Uint8Array, text: string | null, start: number, end: number): void {
  if (text !== null) column.pushText(text);
  else if (start < 0) column.pushAbsent();
  else column.pushBytes(bytes, start, end);
}

function indexLines(bytes: Uint8Array): { starts: Uint32Array; ends: Uint32Array } {
  // A guess; most lines of logs are longer.
  const starts = new GrowingColumn(new Uint32Array(16 + (bytes.length >> 6)));
  const ends = new GrowingColumn(new Uint32Array(16 + (bytes.length >> 6)));
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(LF, start);
    const stop = newline < 0 ? bytes.length : newline;
    starts.push(start);
    ends.push(stop > start && bytes[stop - 1] === CR ? stop - 1 : stop);
    start = stop + 1;
  }
  return { starts: starts.values.slice(0, starts.length), ends: ends.values.slice(0, ends.length) };
}
