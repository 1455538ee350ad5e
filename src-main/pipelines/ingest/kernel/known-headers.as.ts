// AssemblyScript. Headers that were read before. Behind its timestamp a header mostly is, byte by byte, one of a few: process,
// level, host and logger of a line come again. A header is known by the bytes that mattered when it was read (reach.as.ts), and
// with it everything that they said, so that nothing of it is read twice.

import { hashBytes, isSame } from './buffer.as';
import * as event from './staged-event.as';
import { behindBlanks, reach } from './reach.as';
import { isBlankByte } from './stops.as';

// One entry; positions count from the end of the timestamp.
const ENTRY: usize = 512;
/** Bytes that must be the same; 0: the entry is free. */
const LENGTH: usize = 0;
const CONTENT: usize = 4;
const SEVERITY: usize = 8;
/** Whether a blank may not follow the same bytes. */
const NEEDS_TEXT: usize = 12;
/** As `event.FIELDS`; a negative start is none. */
const FIELDS: usize = 16;
/** Block in which the words have their ids. */
const BLOCK: usize = 48;
const WORDS: usize = 52;
const ATTRIBUTES_LENGTH: usize = 68;
const BYTES: usize = 72;
const MAX_BYTES: i32 = 184;
const ATTRIBUTES: usize = 256;
const MAX_ATTRIBUTES: usize = 256;

const ENTRIES: i32 = 512;
const table: usize = heap.alloc(<usize>ENTRIES * ENTRY + 64);
/** Headers are told apart by so many of their bytes at most, and by no more than the shortest has. */
const MAX_KEY: i32 = 32;
const MIN_KEY: i32 = 8;
let keyLength: i32 = MAX_KEY;
let isEmpty: boolean = false;

// Keeping headers that never come again costs more than it saves.
const TRIAL: i32 = 2048;
let block: i32 = 0;
let looks: i32 = 0;
let misses: i32 = 0;

/** Forgets all headers: what they say may differ now. */
export function forgetHeaders(): void {
  if (isEmpty) return;
  isEmpty = true;
  keyLength = MAX_KEY;
  for (let i: usize = 0; i < <usize>ENTRIES; i++) store<i32>(table + i * ENTRY, 0, LENGTH);
}

/** Starts a block: words have new ids. */
export function beginHeaders(): void {
  block++;
  looks = 0;
  misses = 0;
}

/** Whether headers are looked for: not for the rest of a block whose headers mostly are new. */
export function remembers(): boolean {
  return looks < TRIAL || misses * 2 < looks;
}

/** Stages the event of the line that goes on at `at` and stops at `stop`, if its header is known. */
export function recallHeader(at: i32, stop: i32): boolean {
  looks++;
  const entry = entryAt(at);
  const length = load<i32>(entry, LENGTH);
  if (length === 0 || load<i32>(entry, ATTRIBUTES_LENGTH) < 0 || at + length > stop || !isSame(entry + BYTES, <usize>at, length)) return miss();
  const content = at + load<i32>(entry, CONTENT);
  const first = <i32>load<u8>(<usize>content);
  // What follows was looked at too: blanks go on, or a byte order mark is no text.
  if (first === 0xef || (load<i32>(entry, NEEDS_TEXT) !== 0 && (content >= stop || isBlankByte(first)))) return miss();
  event.resetEvent();
  event.setSeverity(load<i32>(entry, SEVERITY));
  event.setContentStart(content);
  event.setContentEnd(stop);
  event.setHeader(entry);
  if (!hasWords(entry)) for (let field: usize = 0; field < 32; field += 8) stageField(entry, field, at);
  return true;
}

function miss(): boolean {
  misses++;
  return false;
}

function stageField(entry: usize, field: usize, at: i32): void {
  const start = load<i32>(entry + field, FIELDS);
  if (start >= 0) event.setField(field, at + start, at + load<i32>(entry + field, FIELDS + 4));
}

/** Keeps the header of the staged event, which was read from `at` on in a line that stops at `stop`. */
export function keepHeader(at: i32, stop: i32): void {
  const content = event.contentStart();
  const length = reach - at;
  // Nothing behind the content's start may have mattered, and nothing may end the content but the line.
  const isWhole = reach <= content && content < stop && event.contentEnd() === stop;
  if (!isWhole || length < MIN_KEY || length > MAX_BYTES) return;
  if (length < keyLength) {
    forgetHeaders();
    keyLength = length & ~7;
  }
  isEmpty = false;
  const entry = entryAt(at);
  store<i32>(entry, length, LENGTH);
  store<i32>(entry, content - at, CONTENT);
  store<i32>(entry, event.severity(), SEVERITY);
  store<i32>(entry, behindBlanks === content ? 1 : 0, NEEDS_TEXT);
  for (let field: usize = 0; field < 32; field += 8) {
    const start = event.fieldStart(field);
    store<i32>(entry + field, start < 0 ? -1 : start - at, FIELDS);
    store<i32>(entry + field, event.fieldEnd(field) - at, FIELDS + 4);
  }
  store<i32>(entry, 0, BLOCK);
  store<i32>(entry, -1, ATTRIBUTES_LENGTH);
  memory.copy(entry + BYTES, <usize>at, length);
  event.setHeader(entry);
}

@inline
function entryAt(at: i32): usize {
  const code = hashBytes(0, <usize>at, keyLength);
  return table + <usize>(<i32>(code ^ (code >>> 32)) & (ENTRIES - 1)) * ENTRY;
}

/** Whether the ids of the header's words are known in this block. */
@inline
export function hasWords(entry: usize): boolean {
  return load<i32>(entry, BLOCK) === block;
}

/** Id of a word: of its level, service, host or component. */
@inline
export function wordOf(entry: usize, index: i32): i32 {
  return load<i32>(entry + (<usize>index << 2), WORDS);
}

export function setWords(entry: usize, level: i32, service: i32, host: i32, component: i32): void {
  store<i32>(entry, level, WORDS);
  store<i32>(entry, service, WORDS + 4);
  store<i32>(entry, host, WORDS + 8);
  store<i32>(entry, component, WORDS + 12);
  store<i32>(entry, block, BLOCK);
}

/** Whether the attributes of the header are kept. */
@inline
export function hasAttributes(entry: usize): boolean {
  return load<i32>(entry, ATTRIBUTES_LENGTH) >= 0;
}

@inline
export function attributesOf(entry: usize): usize {
  return entry + ATTRIBUTES;
}

@inline
export function attributesLengthOf(entry: usize): usize {
  return <usize>load<i32>(entry, ATTRIBUTES_LENGTH);
}

/** Keeps the attributes of the header, as they are stored; too long ones make it unknown. */
export function setAttributes(entry: usize, from: usize, length: usize): void {
  if (length > MAX_ATTRIBUTES) return;
  memory.copy(entry + ATTRIBUTES, from, length);
  store<i32>(entry, <i32>length, ATTRIBUTES_LENGTH);
}
