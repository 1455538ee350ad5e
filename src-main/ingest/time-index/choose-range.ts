import type { ParserSpec } from '../formats/parser-spec.ts';
import { createLineParser } from '../formats/create-line-parser.ts';
import { ParsedLine } from '../formats/line-parser.ts';
import type { PlainBytes } from '../sources/plain-bytes.ts';
import { EventTimes } from './event-times.ts';
import { linesStartingWith } from './skipped-lines.ts';
import { findFirst, sampleTimes, slackOf } from './time-index.ts';

/** Events before `sinceNs`, and at or after `untilNs`, are not asked for; null leaves that side open. */
export interface TimeSpan {
  readonly sinceNs: bigint | null;
  readonly untilNs: bigint | null;
}

/** The part of a source that is read: line starts, or the source's end. */
export interface ReadRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** What the line parser knows at `start`. */
  readonly parserState: string;
}

export type RangeChoice =
  | { readonly kind: 'part'; readonly range: ReadRange; readonly plain: PlainBytes }
  /** Everything is read; events outside the span are left out later. */
  | { readonly kind: 'whole'; readonly reason: string };

export interface ChoosableSource {
  /** Null where bytes cannot be read at any position as they are. */
  readonly plain: PlainBytes | null;
  /** First whole lines. */
  readonly sample: Uint8Array;
  readonly spec: ParserSpec;
}

const LF = 0x0a;
const HASH = 0x23;

/**
 * Decides which bytes of a source can hold events of a span, before any of it is parsed in full: a sparse index of times
 * tells whether the file is in time order, a binary search over its line starts where the span begins and ends. Where
 * events are a little out of order, the part is so much larger that none of the span is missed.
 * @throws CancelledError, and the system's error
 */
export async function chooseRange(
  { plain, sample, spec }: ChoosableSource,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<RangeChoice> {
  if (plain === null) return whole('it is compressed, a table, or not in plain bytes, and is read from its start');
  if (spec.spansLines || spec.hasFrames) return whole('its records reach over several lines');
  const head = stateAfter(spec, sample);
  if (head === null) return whole('what its lines mean depends on the lines before them');
  const times = new EventTimes(plain, spec, head);
  const index = await sampleTimes(plain, times, signal);
  if (index.samples.length === 0) return whole('its lines have no times');
  if (index.isDisordered) return whole('its events are not in time order');
  const slackNs = slackOf(index.greatestStepBackNs);
  const start = await sinceStart(plain, times, span.sinceNs, slackNs, signal);
  if (start === null) return whole('long parts of it have no times');
  const end = await untilEnd(plain, times, start, span.untilNs, slackNs, signal);
  if (end === null) return whole('long parts of it have no times');
  const parserState = head === '' || start === plain.start ? '' : await stateAt(plain, spec, start, signal);
  return { kind: 'part', range: { start, end, parserState }, plain };
}

function whole(reason: string): RangeChoice {
  return { kind: 'whole', reason };
}

async function sinceStart(
  { start, end }: PlainBytes,
  times: EventTimes,
  sinceNs: bigint | null,
  slackNs: bigint,
  signal: AbortSignal,
): Promise<number | null> {
  if (sinceNs === null) return start;
  const fromNs = sinceNs - slackNs;
  // Lines in front of the first event belong to it (a heading, the columns) when that event is read.
  for await (const first of times.between(start, end, signal)) {
    if (first.timeNs >= fromNs) return start;
    break;
  }
  return findFirst(times, { from: start, to: end, fromNs }, signal);
}

async function untilEnd(
  { end }: PlainBytes,
  times: EventTimes,
  start: number,
  untilNs: bigint | null,
  slackNs: bigint,
  signal: AbortSignal,
): Promise<number | null> {
  if (untilNs === null) return end;
  const fromNs = untilNs + slackNs;
  for await (const first of times.between(start, end, signal)) {
    if (first.timeNs >= fromNs) return start;
    break;
  }
  return findFirst(times, { from: start, to: end, fromNs }, signal);
}

/**
 * The parser's state behind the sample, for formats whose head says what the columns are; '' for those without a state;
 * null where state depends on every line.
 */
function stateAfter(spec: ParserSpec, sample: Uint8Array): string | null {
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  parser.startBlock('');
  for (let start = 0; start < sample.length; ) {
    const found = sample.indexOf(LF, start);
    const end = found < 0 ? sample.length : found;
    line.reset();
    if (end > start) parser.parse(sample, start, end, line);
    start = end + 1;
  }
  if (parser.state === '') return '';
  return spec.engine === 'w3c' || spec.engine === 'zeek' ? parser.state : null;
}

/** State of a format of directives (`#Fields`) at a line start: they may change anywhere, so each one before it is met. */
async function stateAt(plain: PlainBytes, spec: ParserSpec, end: number, signal: AbortSignal): Promise<string> {
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  parser.startBlock('');
  for await (const text of linesStartingWith(plain, HASH, end, signal)) {
    line.reset();
    parser.parse(text, 0, text.length, line);
  }
  return parser.state;
}
