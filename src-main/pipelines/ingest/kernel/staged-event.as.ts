// AssemblyScript. The event being read: what ParsedLine of ingest/formats is, with addresses for ranges.

import { Buffer } from './buffer.as';

/** Ranges of the header's fields, as pairs of addresses; a negative start is none. JavaScript writes them too. */
export const FIELDS: usize = memory.data(32, 16);
export const SEVERITY: usize = 0;
export const SERVICE: usize = 8;
export const HOST: usize = 16;
export const COMPONENT: usize = 24;

export const FLAG_TIME: i32 = 1;
export const FLAG_BAD_TIME: i32 = 2;
export const FLAG_MALFORMED: i32 = 4;

// One address each; the module's variables cannot be written from outside it.
export const EVENT: usize = memory.data(48, 16);
const SECONDS: usize = 0;
const NANOS: usize = 8;
const SEVERITY_NUMBER: usize = 12;
const FLAGS: usize = 16;
const CONTENT_START: usize = 20;
const CONTENT_END: usize = 24;
/** Encoded attributes that JavaScript brings; none when the start is negative. */
const ATTRIBUTES_START: usize = 28;
const ATTRIBUTES_END: usize = 32;

/** Named ranges of the header, to be written as JSON: name's address and length, start, end, kind. */
export const attributes = new Buffer();

export function resetEvent(): void {
  store<f64>(EVENT, NaN, SECONDS);
  store<i32>(EVENT, 0, NANOS);
  store<i32>(EVENT, 0, SEVERITY_NUMBER);
  store<i32>(EVENT, 0, FLAGS);
  store<i32>(EVENT, -1, CONTENT_START);
  store<i32>(EVENT, -1, CONTENT_END);
  store<i32>(EVENT, -1, ATTRIBUTES_START);
  v128.store(FIELDS, i64x2.splat(-1));
  v128.store(FIELDS, i64x2.splat(-1), 16);
  attributes.clear();
  known = 0;
}

/** The known header that the event has (known-headers.as.ts); 0: none. */
let known: usize = 0;

@inline
export function header(): usize {
  return known;
}

@inline
export function setHeader(entry: usize): void {
  known = entry;
}

@inline
export function setField(field: usize, start: i32, end: i32): void {
  store<i32>(FIELDS + field, start);
  store<i32>(FIELDS + field, end, 4);
}

@inline
export function clearField(field: usize): void {
  store<i32>(FIELDS + field, -1);
}

@inline
export function fieldStart(field: usize): i32 {
  return load<i32>(FIELDS + field);
}

@inline
export function fieldEnd(field: usize): i32 {
  return load<i32>(FIELDS + field, 4);
}

@inline
export function setTime(seconds: f64, nanos: i32): void {
  store<f64>(EVENT, seconds, SECONDS);
  store<i32>(EVENT, nanos, NANOS);
  store<i32>(EVENT, load<i32>(EVENT, FLAGS) | FLAG_TIME, FLAGS);
}

@inline
export function seconds(): f64 {
  return load<f64>(EVENT, SECONDS);
}

@inline
export function nanos(): i32 {
  return load<i32>(EVENT, NANOS);
}

@inline
export function flags(): i32 {
  return load<i32>(EVENT, FLAGS);
}

@inline
export function setSeverity(number: i32): void {
  store<i32>(EVENT, number, SEVERITY_NUMBER);
}

@inline
export function severity(): i32 {
  return load<i32>(EVENT, SEVERITY_NUMBER);
}

@inline
export function setContentStart(at: i32): void {
  store<i32>(EVENT, at, CONTENT_START);
}

@inline
export function setContentEnd(at: i32): void {
  store<i32>(EVENT, at, CONTENT_END);
}

@inline
export function contentStart(): i32 {
  return load<i32>(EVENT, CONTENT_START);
}

@inline
export function contentEnd(): i32 {
  return load<i32>(EVENT, CONTENT_END);
}

@inline
export function attributesStart(): i32 {
  return load<i32>(EVENT, ATTRIBUTES_START);
}

@inline
export function attributesEnd(): i32 {
  return load<i32>(EVENT, ATTRIBUTES_END);
}

export function addAttribute(name: i32, nameLength: i32, start: i32, end: i32, kind: i32): void {
  const at = attributes.reserve(20);
  store<i32>(at, name);
  store<i32>(at, nameLength, 4);
  store<i32>(at, start, 8);
  store<i32>(at, end, 12);
  store<i32>(at, kind, 16);
  attributes.length += 20;
}
