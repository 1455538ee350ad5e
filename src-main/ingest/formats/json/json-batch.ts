import type { JsonRecord } from './json-record.ts';
import { skipSpace } from './skip-json.ts';

/** Members that hold an array of records: CloudTrail, Azure Monitor, CloudWatch. */
const BATCH_NAMES = ['records', 'logevents', 'events', 'hits'];

/** Position of the first record inside a batch member of the record just read, or -1 when it is no batch. */
export function findBatch(bytes: Uint8Array, record: JsonRecord): number {
  for (let i = 0; i < record.memberCount; i++) {
    const start = record.memberStart[i]!;
    const end = record.memberEnd[i]!;
    if (!BATCH_NAMES.some((name) => isMember(bytes, start, name))) continue;
    const open = bytes.indexOf(0x5b, start);
    if (open < 0 || open >= end) continue;
    const first = skipSpace(bytes, open + 1, end);
    if (bytes[first] === 0x7b) return first;
  }
  return -1;
}

function isMember(bytes: Uint8Array, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if ((bytes[start + 1 + i]! | 32) !== name.charCodeAt(i)) return false;
  return bytes[start + 1 + name.length] === 0x22;
}
