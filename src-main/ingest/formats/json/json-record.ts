import type { FieldKeys } from '../keys.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { skipSpace, skipString, skipValue } from './skip-json.ts';

const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
/** Nested objects are searched for known names down to this level. */
const MAX_PATH_DEPTH = 3;
const MAX_MEMBERS = 1024;
/** Fields a message can be made of. */
export const MAX_PARTS = 8;
const SLOTS = FIELD_ROLES + MAX_PARTS;

/** One JSON object taken apart at byte level: where the fields with a role are, and the members of its top level. */
export class JsonRecord {
  /** By role, then by part of the message: value range (the quotes included), -1 start when absent. */
  readonly start = new Int32Array(SLOTS);
  readonly end = new Int32Array(SLOTS);
  /** By role, then by part: top-level member the value stands in, -1 when it is nested. */
  readonly member = new Int32Array(SLOTS);
  /** Ranges of the top-level members, name to value. */
  readonly memberStart = new Int32Array(MAX_MEMBERS);
  readonly memberEnd = new Int32Array(MAX_MEMBERS);
  memberCount = 0;
  private readonly rank = new Int32Array(SLOTS);
  private readonly keys: FieldKeys;
  private readonly path = new Uint8Array(512);

  constructor(keys: FieldKeys) {
    this.keys = keys;
  }

  /**
   * Reads the object that starts at `at`.
   * @returns the position after it, or -1 when the text is not a JSON object (fields found so far stay readable).
   */
  read(bytes: Uint8Array, at: number, end: number): number {
    this.memberCount = 0;
    this.start.fill(-1);
    this.rank.fill(256);
    return this.readObject(bytes, at, end, 0, 0);
  }

  /** True when a top-level member's value fills a role or is a part of the message. */
  hasRole(member: number): boolean {
    for (let slot = 0; slot < SLOTS; slot++) if (this.start[slot]! >= 0 && this.member[slot] === member) return true;
    return false;
  }

  /** @param pathLength Bytes of `path` that name the object, 0 at the top. */
  private readObject(bytes: Uint8Array, at: number, end: number, depth: number, pathLength: number): number {
    let position = skipSpace(bytes, at + 1, end);
    if (position < end && bytes[position] === 0x7d) return position + 1;
    while (position < end && bytes[position] === QUOTE) {
      const nameStart = position;
      const nameEnd = skipString(bytes, position, end);
      if (nameEnd < 0) return -1;
      position = skipSpace(bytes, nameEnd, end);
      if (position >= end || bytes[position] !== 0x3a) return -1;
      const valueStart = skipSpace(bytes, position + 1, end);
      const member = depth === 0 ? this.openMember(nameStart) : -1;
      position = this.readMember(bytes, nameStart + 1, nameEnd - 1, valueStart, end, depth, pathLength, member);
      if (position < 0) {
        // A member without its value is none.
        if (member >= 0) this.memberCount--;
        return -1;
      }
      if (member >= 0) this.memberEnd[member] = position;
      position = skipSpace(bytes, position, end);
      if (position >= end) return -1;
      if (bytes[position] === 0x7d) return position + 1;
      if (bytes[position] !== 0x2c) return -1;
      position = skipSpace(bytes, position + 1, end);
    }
    return -1;
  }

  private openMember(nameStart: number): number {
    if (this.memberCount >= MAX_MEMBERS) return -1;
    this.memberStart[this.memberCount] = nameStart;
    return this.memberCount++;
  }

  private readMember(
    bytes: Uint8Array,
    nameStart: number,
    nameEnd: number,
    valueStart: number,
    end: number,
    depth: number,
    pathLength: number,
    member: number,
  ): number {
    const isNested = pathLength > 0;
    const length = isNested ? this.extendPath(bytes, nameStart, nameEnd, pathLength) : nameEnd - nameStart;
    const names = isNested ? this.path : bytes;
    const first = isNested ? 0 : nameStart;
    if (
      bytes[valueStart] === OPEN_OBJECT &&
      depth < MAX_PATH_DEPTH &&
      this.keys.isPrefix(names, first, first + length)
    ) {
      if (!isNested) this.extendPath(bytes, nameStart, nameEnd, 0);
      return this.readObject(bytes, valueStart, end, depth + 1, length);
    }
    const position = skipValue(bytes, valueStart, end, depth + 1);
    if (position < 0) return -1;
    const found = length < 64 ? this.keys.find(names, first, first + length) : -1;
    if (found >= 0) this.keep(bytes, found, valueStart, position, member);
    return position;
  }

  /** Appends `.name` (or the first name) to the path; a path too long to be known is cut. */
  private extendPath(bytes: Uint8Array, nameStart: number, nameEnd: number, pathLength: number): number {
    const path = this.path;
    let length = pathLength;
    if (pathLength > 0) path[length++] = 0x2e;
    for (let i = nameStart; i < nameEnd && length < path.length - 1; i++) path[length++] = bytes[i]!;
    return length;
  }

  private keep(bytes: Uint8Array, found: number, start: number, end: number, member: number): void {
    const role = found >> 8;
    const rank = found & 255;
    if (rank > this.rank[role]! || !canFill(role, bytes, start, end)) return;
    this.rank[role] = rank;
    this.start[role] = start;
    this.end[role] = end;
    this.member[role] = member;
  }
}

/**
 * Objects and null never fill a role. Names are text; a message is text too, or an array of bytes; all others may be
 * numbers, and parts of a message true or false as well.
 */
function canFill(role: number, bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!;
  if (first === QUOTE) return true;
  if (first === OPEN_OBJECT || first === 0x6e) return false;
  if (first === 0x5b) return role === FieldRole.message && start + 1 < end && isDigit(bytes[start + 1]!);
  return role <= FieldRole.level || role >= FieldRole.nanos;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
