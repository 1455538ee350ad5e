import { LineKind } from '#shared/domain/line-account.ts';
import type { ByteArena, DictionaryColumn, SegmentColumns } from '../../src-main/lake/segment-columns.ts';

/** One physical line of a built block; an `event` line carries its parsed fields. */
export interface BuiltLine {
  readonly text: string | Uint8Array;
  readonly kind?: keyof typeof LineKind;
  /** Events that start on this line; default one for `event` lines. */
  readonly events?: readonly BuiltEvent[];
}

export interface BuiltEvent {
  readonly epochSeconds?: number;
  readonly nanos?: number;
  readonly severity?: number;
  readonly severityText?: string | null;
  readonly service?: string | null;
  readonly host?: string | null;
  readonly component?: string | null;
  readonly shapeId?: bigint;
  /** Already escaped shape parameters. */
  readonly parameters?: readonly (string | Uint8Array)[];
  readonly attributes?: string;
}

export interface BlockPlace {
  readonly sourceId?: number;
  readonly firstLine?: number;
  readonly firstEventId?: number;
  readonly openEventId?: number;
  readonly offset?: number;
}

const UNIT_SEPARATOR = 0x1f;

/** Columns of a block written out line by line, for tests of the lake. */
export function buildSegment(lines: readonly BuiltLine[], place: BlockPlace = {}): SegmentColumns {
  const encoder = new TextEncoder();
  const texts = lines.map((line) => (typeof line.text === 'string' ? encoder.encode(line.text) : line.text));
  const size = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const bytes = new Uint8Array(size);
  const lineStart = new Uint32Array(lines.length);
  const lineEnd = new Uint32Array(lines.length);
  const lineOffset = new Float64Array(lines.length);
  const lineKind = new Uint8Array(lines.length);
  const events: BuiltEvent[] = [];
  const eventLine: number[] = [];
  const eventLineCount: number[] = [];
  let at = 0;
  for (const [index, line] of lines.entries()) {
    const text = texts[index] as Uint8Array;
    bytes.set(text, at);
    bytes[at + text.length] = 0x0a;
    lineStart[index] = at;
    lineEnd[index] = at + text.length;
    lineOffset[index] = (place.offset ?? 0) + at;
    lineKind[index] = LineKind[line.kind ?? 'event'];
    at += text.length + 1;
    const own = line.events ?? ((line.kind ?? 'event') === 'event' ? [{}] : []);
    for (const event of own) {
      events.push(event);
      eventLine.push(index);
      eventLineCount.push(1);
    }
    if (line.kind === 'continuation' && events.length > 0) eventLineCount[events.length - 1]! += 1;
  }
  return {
    sourceId: place.sourceId ?? 1,
    bytes,
    firstLine: place.firstLine ?? 1,
    lineCount: lines.length,
    lineStart,
    lineEnd,
    lineOffset,
    lineKind,
    openEventId: place.openEventId,
    firstEventId: place.firstEventId ?? 0,
    eventCount: events.length,
    eventLine: Uint32Array.from(eventLine),
    eventLineCount: Uint32Array.from(eventLineCount),
    epochSeconds: Float64Array.from(events, (event) => event.epochSeconds ?? Number.NaN),
    nanos: Int32Array.from(events, (event) => event.nanos ?? 0),
    severity: Uint8Array.from(events, (event) => event.severity ?? 0),
    severityText: dictionary(events.map((event) => event.severityText ?? null)),
    service: dictionary(events.map((event) => event.service ?? null)),
    host: dictionary(events.map((event) => event.host ?? null)),
    component: dictionary(events.map((event) => event.component ?? null)),
    shapeIds: BigUint64Array.from(events, (event) => event.shapeId ?? 0n),
    parameters: arena(events.map((event) => joinParameters(event.parameters ?? []))),
    attributes: arena(events.map((event) => encoder.encode(event.attributes ?? ''))),
  };
}

function dictionary(values: readonly (string | null)[]): DictionaryColumn {
  const distinct = [...new Set(values.filter((value) => value !== null))];
  return { ids: Int32Array.from(values, (value) => (value === null ? -1 : distinct.indexOf(value))), values: distinct };
}

function joinParameters(parameters: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const out: number[] = [];
  for (const [index, parameter] of parameters.entries()) {
    if (index > 0) out.push(UNIT_SEPARATOR);
    out.push(...(typeof parameter === 'string' ? encoder.encode(parameter) : parameter));
  }
  return Uint8Array.from(out);
}

function arena(strings: readonly Uint8Array[]): ByteArena {
  const offsets = new Uint32Array(strings.length + 1);
  for (const [index, text] of strings.entries()) offsets[index + 1] = (offsets[index] as number) + text.length;
  const bytes = new Uint8Array(offsets[strings.length] as number);
  for (const [index, text] of strings.entries()) bytes.set(text, offsets[index]);
  return { bytes, offsets };
}
