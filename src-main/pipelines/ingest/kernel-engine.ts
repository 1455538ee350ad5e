import type { LineKind } from '#shared/domain/line-account.ts';
import type { Shape } from '#shared/domain/template.ts';
import { ParsedLine } from '../../ingest/formats/line-parser.ts';
import { compileHeaderProgram } from '../../ingest/formats/pattern/header-program.ts';
import { PatternLineParser } from '../../ingest/formats/pattern/pattern-line-parser.ts';
import { TimeFields } from '../../ingest/timestamps/time-fields.ts';
import { type BlockColumns, flagsOf, type ShapeUse } from './block-columns.ts';
import type { BlockBuilder, BlockEngine, BlockSource } from './block-engine.ts';
import { KernelColumn as Column, type KernelMemory } from './kernel-memory.ts';
import { loadOrigin, loadProgram, unloadProgram } from './kernel-program.ts';
import { KernelShapes } from './kernel-shapes.ts';
import { readWords } from './kernel-words.ts';
import { stageLine } from './stage-line.ts';

/** Bytes behind a block that are zero: a look beyond its end finds nothing. */
const PADDING = 64;
/** Integers of a time that the kernel could not place. */
const DEFERRED_INTS = 9;

/** Turns lines into columns in the compiled kernel, which reads the headers of most pattern formats by itself. */
export class KernelEngine implements BlockEngine {
  readonly #memory: KernelMemory;
  readonly #shapes: KernelShapes;
  /** Places the times that the kernel cannot; null when it reads no headers. */
  #parser: PatternLineParser | null = null;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#shapes = new KernelShapes(memory);
  }

  open({ spec, parser, origin }: BlockSource): void {
    // A parser of any other kind (an envelope, several formats) sees more than the patterns of its spec.
    this.#parser = parser instanceof PatternLineParser ? parser : null;
    const program = this.#parser === null ? null : compileHeaderProgram(spec);
    if (program === null) unloadProgram(this.#memory);
    else loadProgram(this.#memory, program, spec);
    loadOrigin(this.#memory, origin);
  }

  begin(bytes: Uint8Array<ArrayBuffer>, isCoarse: boolean): BlockBuilder {
    const memory = this.#memory;
    const base = memory.call.textAddress(bytes.length + PADDING);
    memory.bytes.set(bytes, base);
    memory.bytes.fill(0, base + bytes.length, base + bytes.length + PADDING);
    memory.call.beginBlock(bytes.length, isCoarse);
    return new KernelBuilder(bytes, base, memory, this.#shapes, this.#parser);
  }

  release({
    lineStart,
    lineEnd,
    lineKind,
    eventLine,
    eventLineCount,
    epochSeconds,
    nanos,
    ...rest
  }: BlockColumns): void {
    const { severity, flags, severityText, service, host, component, parameters, attributes } = rest;
    this.#memory.release(lineStart, lineEnd, lineKind, eventLine, eventLineCount, epochSeconds, nanos, severity, flags);
    for (const { ids } of [severityText, service, host, component]) this.#memory.release(ids);
    for (const { bytes, offsets } of [parameters, attributes]) this.#memory.release(bytes, offsets);
  }

  shapeId(slot: number): bigint {
    return this.#shapes.id(slot);
  }

  shape(slot: number): Shape {
    return this.#shapes.shape(slot);
  }
}

class KernelBuilder implements BlockBuilder {
  readonly lineCount: number;
  readonly lineStart: Uint32Array;
  readonly lineEnd: Uint32Array;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** Address of the block. */
  readonly #base: number;
  readonly #memory: KernelMemory;
  readonly #shapes: KernelShapes;
  readonly #parser: PatternLineParser | null;
  /** Deferred times that are placed. */
  #placed = 0;

  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    base: number,
    memory: KernelMemory,
    shapes: KernelShapes,
    parser: PatternLineParser | null,
  ) {
    this.#bytes = bytes;
    this.#base = base;
    this.#memory = memory;
    this.#shapes = shapes;
    this.#parser = parser;
    this.lineStart = offsets(memory.copyInts(Column.lineStart), base);
    this.lineEnd = offsets(memory.copyInts(Column.lineEnd), base);
    this.lineCount = this.lineStart.length;
  }

  get isEventOpen(): boolean {
    return this.#memory.call.isEventOpen() !== 0;
  }

  readLines(from: number, isEventOpen: boolean): number {
    const line = this.#memory.call.readLines(from, isEventOpen);
    // Before the caller reads on: a clock follows the lines in order.
    if (this.#parser !== null) this.#placeTimes(this.#parser);
    return line;
  }

  setKind(line: number, kind: LineKind): void {
    this.#memory.call.setKind(line, kind);
  }

  continueEvent(): void {
    this.#memory.call.continueEvent();
  }

  push(line: number, parsed: ParsedLine): void {
    stageLine(this.#memory, this.#base, parsed);
    this.#memory.call.pushEvent(line);
  }

  finish(): BlockColumns {
    const memory = this.#memory;
    this.#shapes.update();
    return {
      bytes: this.#bytes,
      lineCount: this.lineCount,
      lineStart: this.lineStart,
      lineEnd: this.lineEnd,
      lineKind: memory.copyBytes(Column.lineKind),
      eventCount: memory.call.eventCount(),
      eventLine: unsigned(memory.copyInts(Column.eventLine)),
      eventLineCount: unsigned(memory.copyInts(Column.eventLineCount)),
      epochSeconds: memory.copyDoubles(Column.epochSeconds),
      nanos: memory.copyInts(Column.nanos),
      severity: memory.copyBytes(Column.severity),
      flags: memory.copyBytes(Column.flags),
      shapeIds: this.#shapeIds(),
      severityText: readWords(memory, Column.severityText),
      service: readWords(memory, Column.service),
      host: readWords(memory, Column.host),
      component: readWords(memory, Column.component),
      parameters: {
        bytes: memory.copyBytes(Column.parameters),
        offsets: unsigned(memory.copyInts(Column.parameterOffsets)),
      },
      attributes: {
        bytes: memory.copyBytes(Column.attributes),
        offsets: unsigned(memory.copyInts(Column.attributeOffsets)),
      },
      shapeUses: this.#shapeUses(),
    };
  }

  #shapeIds(): BigUint64Array {
    const slots = this.#memory.copyInts(Column.slots);
    const ids = this.#shapes.ids(slots);
    this.#memory.release(slots);
    return ids;
  }

  #shapeUses(): ShapeUse[] {
    const { call } = this.#memory;
    return Array.from(this.#memory.copyInts(Column.usedSlots), (slot) => ({
      slot,
      count: call.useCount(slot),
      firstEvent: call.firstEvent(slot),
    }));
  }

  /** Places the times that need a clock: without a year, or in a zone that changes its offset. */
  #placeTimes(parser: PatternLineParser): void {
    const times = this.#memory.copyInts(Column.deferredTimes).subarray(this.#placed * DEFERRED_INTS);
    if (times.length === 0) return;
    this.#placed += times.length / DEFERRED_INTS;
    const { call, bytes, ints, doubles } = this.#memory;
    const seconds = call.columnAddress(Column.epochSeconds) >> 3;
    const nanos = call.columnAddress(Column.nanos) >> 2;
    const flags = call.columnAddress(Column.flags);
    const fields = new TimeFields();
    const line = new ParsedLine();
    for (let at = 0; at < times.length; at += DEFERRED_INTS) {
      const event = times[at] as number;
      fields.year = times[at + 1] as number;
      fields.month = times[at + 2] as number;
      fields.day = times[at + 3] as number;
      fields.hour = times[at + 4] as number;
      fields.minute = times[at + 5] as number;
      fields.second = times[at + 6] as number;
      fields.nanos = times[at + 7] as number;
      fields.offsetSeconds = times[at + 8] as number;
      parser.placeTime(fields, line);
      bytes[flags + event] = flagsOf(line);
      if (!line.hasTime) continue;
      doubles[seconds + event] = line.epochSeconds;
      ints[nanos + event] = line.nanos;
    }
  }
}

function offsets(addresses: Int32Array<ArrayBuffer>, base: number): Uint32Array {
  for (let i = 0; i < addresses.length; i++) addresses[i] = (addresses[i] as number) - base;
  return unsigned(addresses);
}

function unsigned(values: Int32Array<ArrayBuffer>): Uint32Array {
  return new Uint32Array(values.buffer, 0, values.length);
}
