// AssemblyScript. Matches the headers of lines by the patterns of a format: what matcher.ts of ingest/formats does, for programs
// made by header-program.ts. All offsets of a program are addresses once it is loaded.

import { forgetHeaders, keepHeader, recallHeader, remembers } from './known-headers.as';
import { findLevel } from './levels.as';
import { lookedUpTo, startReach, stoppedBehindBlanks } from './reach.as';
import * as event from './staged-event.as';
import { isBlankByte, isWordByte, scanAny, scanInt, scanName, scanQuoted, scanTail, scanWord, startsWith } from './stops.as';
import * as time from './time.as';

// One step: sixteen integers.
const STEP: usize = 64;
const OP: usize = 0;
const ROLE: usize = 4;
const NAME: usize = 8;
const NAME_LENGTH: usize = 12;
const KIND: usize = 16;
const IS_PADDED: usize = 20;
const TEXT: usize = 24;
const TEXT_LENGTH: usize = 28;
const STOPS: usize = 32;
const GROUP: usize = 36;
const GROUP_COUNT: usize = 40;
const CODES: usize = 44;
const CODE_COUNT: usize = 48;

// Ops of steps.ts.
const LITERAL: i32 = 0;
const BLANK: i32 = 1;
const TIME: i32 = 2;
const WORD: i32 = 4;
const ANY: i32 = 5;
const INT: i32 = 6;
const NAME_FIELD: i32 = 7;
const QUOTED: i32 = 8;
const REST: i32 = 9;
const MARK: i32 = 10;
const TAIL: i32 = 11;
const LEVEL: i32 = 13;
const LEVEL_WORD: i32 = 14;
const LEVEL_MARK: i32 = 15;
const OPTIONAL: i32 = 18;

// Roles of steps.ts.
const SERVICE: i32 = 1;
const HOST: i32 = 2;
const COMPONENT: i32 = 3;
const MESSAGE: i32 = 4;
const ATTRIBUTE: i32 = 5;
const LEVEL_ROLE: i32 = 6;

export const MATCH: i32 = 1;
export const NO_MATCH: i32 = 0;
/** Cannot tell: the line belongs to JavaScript. */
export const LEAVE: i32 = -1;

/** Whether the last match read a time; its fields are in `time`. */
export let hasTime: boolean = false;
let lineStart: i32 = 0;
let position: i32 = 0;
let end: i32 = 0;

// The patterns in force: address and number of the steps of each.
let patterns: usize = 0;
let patternCount: i32 = 0;
/** Whether all patterns open with one and the same timestamp, with these codes. */
let isTimed: boolean = false;
let codes: usize = 0;
let codeCount: i32 = 0;

export function setPatterns(at: usize, count: i32): void {
  patterns = at;
  patternCount = count;
  forgetHeaders();
  isTimed = count > 0;
  for (let i = 0; i < count && isTimed; i++) {
    const steps = <usize>load<i32>(at + ((<usize>i) << 3));
    isTimed = load<i32>(at + ((<usize>i) << 3), 4) > 0 && load<i32>(steps) === TIME;
    if (!isTimed) return;
    const size = load<i32>(steps, CODE_COUNT);
    const own = <usize>load<i32>(steps, CODES);
    if (i > 0) isTimed = size === codeCount && memory.compare(own, codes, (<usize>size) << 2) === 0;
    codes = own;
    codeCount = size;
  }
}

/**
 * Matches `[start, stop)` from its start by the first pattern that does, into the staged event, which is partly filled when
 * none does.
 */
export function matchHeaders(start: i32, stop: i32): i32 {
  let after = -1;
  if (isTimed && remembers()) {
    after = time.readTime(codes, codeCount, start, stop);
    if (after >= 0) {
      hasTime = true;
      if (recallHeader(after, stop)) return MATCH;
      startReach(after);
    }
  }
  for (let i = 0; i < patternCount; i++) {
    const pattern = patterns + ((<usize>i) << 3);
    const outcome = matchHeader(<usize>load<i32>(pattern), load<i32>(pattern, 4), start, stop);
    if (outcome === NO_MATCH) continue;
    if (outcome === MATCH && after >= 0) keepHeader(after, stop);
    return outcome;
  }
  return NO_MATCH;
}

/** Matches `[start, stop)` by one pattern. */
function matchHeader(steps: usize, count: i32, start: i32, stop: i32): i32 {
  event.resetEvent();
  lineStart = start;
  position = start;
  end = stop;
  hasTime = false;
  const outcome = run(steps, count);
  if (outcome !== MATCH) return outcome;
  if (event.contentStart() < 0) event.setContentStart(position);
  if (event.contentEnd() < 0) event.setContentEnd(end);
  return MATCH;
}

function run(steps: usize, count: i32): i32 {
  const last = steps + <usize>count * STEP;
  for (let step = steps; step < last; step += STEP) {
    const outcome = load<i32>(step) === OPTIONAL ? tryGroup(step) : take(step);
    if (outcome !== MATCH) return outcome;
  }
  return MATCH;
}

function tryGroup(step: usize): i32 {
  const before = position;
  const attributes = event.attributes.length;
  const group = <usize>load<i32>(step, GROUP);
  const count = load<i32>(step, GROUP_COUNT);
  const outcome = run(group, count);
  if (outcome !== NO_MATCH) return outcome;
  position = before;
  event.attributes.length = attributes;
  for (let i = 0; i < count; i++) clearRole(load<i32>(group + <usize>i * STEP, ROLE));
  return MATCH;
}

function take(step: usize): i32 {
  switch (load<i32>(step, OP)) {
    case LITERAL: {
      const length = load<i32>(step, TEXT_LENGTH);
      if (!startsWith(position, end, <usize>load<i32>(step, TEXT), length)) return NO_MATCH;
      position += length;
      return MATCH;
    }
    case BLANK: {
      const from = position;
      while (position < end && isBlankByte(byteAt(position))) position++;
      stoppedBehindBlanks(position, end);
      return position > from || position === end ? MATCH : NO_MATCH;
    }
    case TIME:
      return takeTime(step);
    case LEVEL:
      return takeLevel(step);
    case WORD:
      return takeField(step, scanWord(position, end, <usize>load<i32>(step, STOPS)));
    case ANY:
      return takeField(step, scanAny(position, end, <usize>load<i32>(step, STOPS)));
    case REST:
      if (byteAt(position) === 0xef) lookedUpTo(end + 1);
      // RFC 5424 lets a byte order mark open the message.
      event.setContentStart(hasByteOrderMark() ? position + 3 : position);
      event.setContentEnd(end);
      position = end;
      return MATCH;
    case INT:
      return takeField(step, scanInt(position, end));
    case NAME_FIELD:
      return takeField(step, scanName(position, end));
    case QUOTED:
      return takeField(step, scanQuoted(position, end));
    case MARK:
      event.setContentStart(position);
      return MATCH;
    case TAIL:
      return takeTail(step);
    case LEVEL_WORD:
      return takeLevelWord(step);
    case LEVEL_MARK:
      lookedUpTo(position + 1);
      return setLevel(position, position + 1);
    default:
      return LEAVE;
  }
}

function hasByteOrderMark(): boolean {
  return position + 3 <= end && (load<u32>(<usize>position) & 0xffffff) === 0xbfbbef;
}

@inline
function byteAt(at: i32): i32 {
  return <i32>load<u8>(<usize>at);
}

function takeTime(step: usize): i32 {
  // What a time says differs from line to line; only one that opens the header is read apart.
  if (position > lineStart) lookedUpTo(end + 1);
  const after = time.readTime(<usize>load<i32>(step, CODES), load<i32>(step, CODE_COUNT), position, end);
  if (after < 0) return after === time.LEAVE ? LEAVE : NO_MATCH;
  hasTime = true;
  position = after;
  return MATCH;
}

/** @param stop Where the field ends, or -1 when it does not match. */
function takeField(step: usize, stop: i32): i32 {
  const start = position;
  if (stop <= start) return NO_MATCH;
  position = stop;
  let first = start;
  let last = stop;
  if (load<i32>(step, OP) === ANY) {
    while (last > first && isBlankByte(byteAt(last - 1))) last--;
    while (first < last && isBlankByte(byteAt(first))) first++;
  }
  setRole(step, first, last);
  return MATCH;
}

function setRole(step: usize, start: i32, stop: i32): void {
  // `-` is how headers write "nothing here".
  if (stop - start === 1 && byteAt(start) === 0x2d) return;
  switch (load<i32>(step, ROLE)) {
    case COMPONENT:
      event.setField(event.COMPONENT, start, stop);
      return;
    case HOST:
      event.setField(event.HOST, start, stop);
      return;
    case SERVICE:
      event.setField(event.SERVICE, start, stop);
      return;
    case MESSAGE:
      event.setContentStart(start);
      event.setContentEnd(stop);
      return;
    case ATTRIBUTE:
      event.addAttribute(load<i32>(step, NAME), load<i32>(step, NAME_LENGTH), start, stop, load<i32>(step, KIND));
      return;
    default:
  }
}

/** A known level word; blanks around it are allowed inside brackets. */
function takeLevel(step: usize): i32 {
  let start = position;
  while (start < end && byteAt(start) === 0x20) start++;
  let at = start;
  while (at < end && isWordByte(byteAt(at))) at++;
  lookedUpTo(at + 1);
  if (setLevel(start, at) !== MATCH) return NO_MATCH;
  skipPadding(step);
  return MATCH;
}

function takeLevelWord(step: usize): i32 {
  const after = scanWord(position, end, <usize>load<i32>(step, STOPS));
  if (after <= position) return NO_MATCH;
  event.setSeverity(max(0, findLevel(position, after)));
  event.setField(event.SEVERITY, position, after);
  position = after;
  skipPadding(step);
  return MATCH;
}

function skipPadding(step: usize): void {
  if (load<i32>(step, IS_PADDED) === 0) return;
  while (position < end && byteAt(position) === 0x20) position++;
  stoppedBehindBlanks(position, end);
}

function setLevel(start: i32, stop: i32): i32 {
  if (stop > end) return NO_MATCH;
  const severity = findLevel(start, stop);
  if (severity < 0) return NO_MATCH;
  event.setSeverity(severity);
  event.setField(event.SEVERITY, start, stop);
  position = stop;
  return MATCH;
}

function takeTail(step: usize): i32 {
  const start = scanTail(position, end);
  if (start < 0) return MATCH;
  setRole(step, start, end - 1);
  let cut = start - 1;
  while (cut > position && isBlankByte(byteAt(cut - 1))) cut--;
  end = cut;
  return MATCH;
}

function clearRole(role: i32): void {
  switch (role) {
    case COMPONENT:
      event.clearField(event.COMPONENT);
      return;
    case HOST:
      event.clearField(event.HOST);
      return;
    case SERVICE:
      event.clearField(event.SERVICE);
      return;
    case MESSAGE:
      event.setContentStart(-1);
      event.setContentEnd(-1);
      return;
    case LEVEL_ROLE:
      event.setSeverity(0);
      event.clearField(event.SEVERITY);
      return;
    default:
  }
}
