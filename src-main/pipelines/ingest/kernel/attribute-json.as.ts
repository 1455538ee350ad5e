// AssemblyScript. The attributes of an event as JSON object text: what attributes-json.ts of ingest/formats writes, with
// what the source's path says in front (source-attributes.ts).

import { Buffer } from './buffer.as';
import { attributes, attributesEnd, attributesStart } from './staged-event.as';

const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const COMMA: u8 = 0x2c;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const ZERO: u8 = 0x30;
const NUMBER: i32 = 1;
const MAX_NUMBER_BYTES: i32 = 15;

/** What the source's path says of all its events: JSON object text, empty for nothing. */
export const own = new Buffer();

/** Appends the staged event's attributes; nothing when there are none. */
export function appendAttributes(arena: Buffer): void {
  const given = attributesStart();
  if (attributes.length === 0 && given < 0 && own.length === 0) return;
  const start = arena.length;
  copy(arena, own.at, own.length);
  const afterOwn = arena.length;
  if (attributes.length > 0) appendObject(arena);
  else if (given >= 0) copy(arena, <usize>given, <usize>(attributesEnd() - given));
  if (afterOwn === start) return;
  if (arena.length - afterOwn <= 2) {
    arena.length = afterOwn;
    return;
  }
  // {own}{event's} -> {own,event's}
  const seam = arena.at + afterOwn;
  memory.copy(seam, seam + 1, arena.length - afterOwn - 1);
  store<u8>(seam - 1, COMMA);
  arena.length--;
}

function copy(arena: Buffer, from: usize, length: usize): void {
  memory.copy(arena.reserve(length), from, length);
  arena.length += length;
}

function appendObject(arena: Buffer): void {
  const end = attributes.at + attributes.length;
  for (let entry = attributes.at; entry < end; entry += 20) {
    const nameLength = <usize>load<i32>(entry, 4);
    const from = <usize>load<i32>(entry, 8);
    const to = <usize>load<i32>(entry, 12);
    let at = arena.reserve(4 + nameLength + (to - from) * 6);
    store<u8>(at++, entry === attributes.at ? OPEN : COMMA);
    memory.copy(at, <usize>load<i32>(entry), nameLength);
    at += nameLength;
    if (load<i32>(entry, 16) === NUMBER && isNumber(from, to)) {
      for (let i = from; i < to; i++) store<u8>(at++, load<u8>(i));
    } else at = copyString(from, to, at);
    arena.length = at - arena.at;
  }
  store<u8>(arena.reserve(1), CLOSE);
  arena.length++;
}

/** Whether the digits, with a sign or not, are a number of JSON that a double holds. */
function isNumber(from: usize, to: usize): boolean {
  if (<i32>(to - from) > MAX_NUMBER_BYTES) return false;
  const first = load<u8>(from) === 0x2d ? from + 1 : from;
  return first < to && (load<u8>(first) !== ZERO || to === first + 1);
}

function copyString(from: usize, end: usize, to: usize): usize {
  store<u8>(to++, QUOTE);
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === QUOTE || byte === BACKSLASH) {
      store<u8>(to++, BACKSLASH);
      store<u8>(to++, byte);
    } else if (byte < 0x20) {
      store<u32>(to, 0x3030755c);
      store<u8>(to, hex(byte >> 4), 4);
      store<u8>(to, hex(byte & 15), 5);
      to += 6;
    } else store<u8>(to++, byte);
  }
  store<u8>(to++, QUOTE);
  return to;
}

function hex(digit: u8): u8 {
  return digit < 10 ? ZERO + digit : 0x57 + digit;
}
