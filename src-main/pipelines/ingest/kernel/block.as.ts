// AssemblyScript. One block of lines turned into columns: what BlockParser and PlainColumns do. Lines that this kernel cannot
// read by itself are handed back one by one; JavaScript stages their events.

import { appendAttributes, own } from './attribute-json.as';
import { Buffer, SLACK } from './buffer.as';
import { hasTime, LEAVE, MATCH, matchHeaders, setPatterns } from './header.as';
import * as known from './known-headers.as';
import { addLevel, clearLevels } from './levels.as';
import { indexLines, isBlank } from './line-index.as';
import { appendParameters } from './parameters.as';
import { beginShapes, internShape, scanner, used } from './shape-table.as';
import * as event from './staged-event.as';
import { startsWith } from './stops.as';
import * as time from './time.as';
import { WordColumn } from './word-column.as';

// Kinds of lines, of src-shared/domain/line-account.ts.
const EVENT: u8 = 0;
const CONTINUATION: u8 = 1;
const BLANK: u8 = 2;

/** Bytes of a deferred time: event, year, month, day, hour, minute, second, nanoseconds, offset. */
const DEFERRED: usize = 36;

const text = new Buffer();
/** Text of a staged event that is not in the block. */
const extra = new Buffer();
const program = new Buffer();

const lineStarts = new Buffer();
const lineEnds = new Buffer();
const lineKinds = new Buffer();
const eventLines = new Buffer();
const eventLineCounts = new Buffer();
const eventSeconds = new Buffer();
const eventNanos = new Buffer();
const eventSeverities = new Buffer();
const eventFlags = new Buffer();
const eventSlots = new Buffer();
const severityTexts = new WordColumn();
const services = new WordColumn();
const hosts = new WordColumn();
const components = new WordColumn();
const parameters = new Buffer();
const parameterEnds = new Buffer();
const attributes = new Buffer();
const attributeEnds = new Buffer();
/** Times that only JavaScript can place: no year, or a zone with summer time. */
const deferred = new Buffer();
const defaultService = new Buffer();

let lines: i32 = 0;
let events: i32 = 0;
let isOpen: boolean = false;

// The program in force; none: every line is JavaScript's.
let patternCount: i32 = 0;
let structural: usize = 0;
let structuralCount: i32 = 0;
let joinsLines: boolean = false;
let hasFixedZone: boolean = false;
let zoneSeconds: i32 = 0;

/** Columns by number, for JavaScript to read: address and length in bytes. */
function column(index: i32): Buffer {
  switch (index) {
    case 0:
      return lineStarts;
    case 1:
      return lineEnds;
    case 2:
      return lineKinds;
    case 3:
      return eventLines;
    case 4:
      return eventLineCounts;
    case 5:
      return eventSeconds;
    case 6:
      return eventNanos;
    case 7:
      return eventSeverities;
    case 8:
      return eventFlags;
    case 9:
      return eventSlots;
    case 10:
      return parameters;
    case 11:
      return parameterEnds;
    case 12:
      return attributes;
    case 13:
      return attributeEnds;
    case 14:
      return deferred;
    case 15:
      return used;
    default:
      return words((index - 16) / 3, (index - 16) % 3);
  }
}

function words(index: i32, part: i32): Buffer {
  const own = index === 0 ? severityTexts : index === 1 ? services : index === 2 ? hosts : components;
  return part === 0 ? own.ids : part === 1 ? own.texts : own.ends;
}

export function columnAddress(index: i32): usize {
  return column(index).at;
}

export function columnBytes(index: i32): usize {
  return column(index).length;
}

/** Room for `length` bytes of the next block; returns their address. */
export function textAddress(length: usize): usize {
  text.clear();
  const at = text.reserve(length + SLACK) + SLACK;
  text.length = length + SLACK;
  return at;
}

/** Room for `length` bytes beside the block, good until the next call; returns their address. */
export function extraAddress(length: usize): usize {
  extra.clear();
  return extra.reserve(length);
}

/** Room for a program; returns its address. */
export function programAddress(length: usize): usize {
  program.clear();
  return program.reserve(length);
}

/** Puts a program in force, that lies at its address; 0 patterns: none. */
export function setProgram(
  patternsAt: usize,
  count: i32,
  structuralAt: usize,
  literals: i32,
  joins: boolean,
  fixedZone: boolean,
  zone: i32,
): void {
  setPatterns(patternsAt, count);
  patternCount = count;
  structural = structuralAt;
  structuralCount = literals;
  joinsLines = joins;
  hasFixedZone = fixedZone;
  zoneSeconds = zone;
}

export function setLevel(start: i32, end: i32, severity: i32): void {
  known.forgetHeaders();
  if (severity < 0) clearLevels();
  else addLevel(start, end, severity);
}

/** What the source's path says: attributes as JSON, and the service of events that name none; copied from these ranges. */
export function setOrigin(attributesAt: usize, attributesLength: usize, serviceAt: usize, serviceLength: usize): void {
  known.forgetHeaders();
  fill(own, attributesAt, attributesLength);
  fill(defaultService, serviceAt, serviceLength);
}

function fill(buffer: Buffer, from: usize, length: usize): void {
  buffer.clear();
  memory.copy(buffer.reserve(length), from, length);
  buffer.length = length;
}

/** Starts the block that lies at its address; returns its number of lines. */
export function beginBlock(length: usize, coarse: boolean): i32 {
  beginShapes(coarse);
  known.beginHeaders();
  const from = text.at + SLACK;
  lines = indexLines(from, from + length, lineStarts, lineEnds);
  lineKinds.clear();
  memory.fill(lineKinds.reserve(lines), 0, lines);
  lineKinds.length = lines;
  for (let index = 3; index < 15; index++) column(index).clear();
  severityTexts.clear();
  services.clear();
  hosts.clear();
  components.clear();
  parameterEnds.push(0);
  attributeEnds.push(0);
  events = 0;
  return lines;
}

export function eventCount(): i32 {
  return events;
}

export function isEventOpen(): boolean {
  return isOpen;
}

/**
 * Reads lines from number `from` on; returns the number of the first one that is JavaScript's, or how many there are.
 * @param open Whether an event is open before the line.
 */
export function readLines(from: i32, open: boolean): i32 {
  isOpen = open;
  if (patternCount === 0) return from;
  for (let line = from; line < lines; line++) {
    const start = load<i32>(lineStarts.at + ((<usize>line) << 2));
    const end = load<i32>(lineEnds.at + ((<usize>line) << 2));
    if (isBlank(start, end)) {
      setKind(line, BLANK);
      continue;
    }
    const outcome = matchHeaders(start, end);
    if (outcome === LEAVE || (outcome === MATCH && !placeTime())) return line;
    if (outcome === MATCH) pushEvent(line);
    else if (isStructural(start, end)) setKind(line, CONTINUATION);
    else if (isOpen && joinsLines) {
      continueEvent();
      setKind(line, CONTINUATION);
    } else {
      event.resetEvent();
      event.setContentStart(start);
      event.setContentEnd(end);
      pushEvent(line);
    }
  }
  return lines;
}

function isStructural(start: i32, end: i32): boolean {
  for (let i = 0; i < structuralCount; i++) {
    const literal = structural + ((<usize>i) << 3);
    if (startsWith(start, end, <usize>load<i32>(literal), load<i32>(literal, 4))) return true;
  }
  return false;
}

/** Says what a line is. */
export function setKind(line: i32, kind: u8): void {
  store<u8>(lineKinds.at + <usize>line, kind);
  if (kind === EVENT) isOpen = true;
}

/** Adds one to the lines of the last event, if there is one. */
export function continueEvent(): void {
  if (events === 0) return;
  const count = eventLineCounts.at + ((<usize>events - 1) << 2);
  store<i32>(count, load<i32>(count) + 1);
}

/** Gives the staged event the time that was matched, or defers it; false where only JavaScript can judge it. */
function placeTime(): boolean {
  if (!hasTime) return true;
  if (time.isEpoch) {
    event.setTime(time.epochSeconds, time.nanos);
    return true;
  }
  if (time.year !== time.ABSENT && !time.isPlainDate()) return false;
  const isPlaced = time.year !== time.ABSENT && (time.offset !== time.NO_OFFSET || hasFixedZone);
  if (!isPlaced) {
    defer();
    return true;
  }
  const offset = time.offset === time.NO_OFFSET ? zoneSeconds : time.offset;
  event.setTime(<f64>(time.localSeconds() - <i64>offset), time.nanos);
  return true;
}

function defer(): void {
  const at = deferred.reserve(DEFERRED);
  store<i32>(at, events);
  store<i32>(at, time.year, 4);
  store<i32>(at, time.month, 8);
  store<i32>(at, time.day, 12);
  store<i32>(at, time.hour, 16);
  store<i32>(at, time.minute, 20);
  store<i32>(at, time.second, 24);
  store<i32>(at, time.nanos, 28);
  store<i32>(at, time.offset, 32);
  deferred.length += DEFERRED;
}

/** Appends the staged event to the columns, as one of this line. */
export function pushEvent(line: i32): void {
  eventLines.push(line);
  eventLineCounts.push(1);
  store<f64>(eventSeconds.reserve(8), event.seconds());
  eventSeconds.length += 8;
  eventNanos.push(event.nanos());
  store<u8>(eventSeverities.reserve(1), <u8>event.severity());
  eventSeverities.length++;
  store<u8>(eventFlags.reserve(1), <u8>event.flags());
  eventFlags.length++;

  pushWords();
  eventSlots.push(internShape(event.contentStart(), event.contentEnd(), events));
  appendParameters(parameters, scanner);
  parameterEnds.push(<i32>parameters.length);
  pushAttributes();
  attributeEnds.push(<i32>attributes.length);
  isOpen = true;
  events++;
}

function pushWords(): void {
  const header = event.header();
  if (header !== 0 && known.hasWords(header)) {
    severityTexts.repeat(known.wordOf(header, 0));
    services.repeat(known.wordOf(header, 1));
    hosts.repeat(known.wordOf(header, 2));
    components.repeat(known.wordOf(header, 3));
    return;
  }
  severityTexts.push(event.fieldStart(event.SEVERITY), event.fieldEnd(event.SEVERITY));
  if (event.fieldStart(event.SERVICE) < 0 && defaultService.length > 0) {
    const service = <i32>defaultService.at;
    event.setField(event.SERVICE, service, service + <i32>defaultService.length);
  }
  services.push(event.fieldStart(event.SERVICE), event.fieldEnd(event.SERVICE));
  hosts.push(event.fieldStart(event.HOST), event.fieldEnd(event.HOST));
  components.push(event.fieldStart(event.COMPONENT), event.fieldEnd(event.COMPONENT));
  if (header !== 0) known.setWords(header, severityTexts.latest, services.latest, hosts.latest, components.latest);
}

function pushAttributes(): void {
  const header = event.header();
  if (header !== 0 && known.hasAttributes(header)) {
    attributes.append(known.attributesOf(header), known.attributesLengthOf(header));
    return;
  }
  const from = attributes.length;
  appendAttributes(attributes);
  if (header !== 0) known.setAttributes(header, attributes.at + from, attributes.length - from);
}

/** Stages an empty event, for JavaScript to fill. */
export function stageEvent(): usize {
  event.resetEvent();
  return event.EVENT;
}

export function fieldsAddress(): usize {
  return event.FIELDS;
}
