import { isPlainWord } from '../append-pair.ts';
import type { Scratch } from '../scratch.ts';
import type { JsonRecord } from './json-record.ts';
import { skipSpace, skipString } from './skip-json.ts';
import { unescapeJson } from './unescape.ts';

const QUOTE = 0x22;
const BLANK = 0x20;
const EQUALS = 0x3d;

/** Appends the members without a role as logfmt: `status=200 path=/a "user agent"="curl 8"`; null ones are left out. */
export function appendMemberPairs(out: Scratch, bytes: Uint8Array, record: JsonRecord): void {
  for (let i = 0; i < record.memberCount; i++) {
    if (record.hasRole(i)) continue;
    const nameStart = record.memberStart[i]!;
    const end = record.memberEnd[i]!;
    const nameEnd = skipString(bytes, nameStart, end);
    const valueStart = skipSpace(bytes, skipSpace(bytes, nameEnd, end) + 1, end);
    if (bytes[valueStart] === 0x6e) continue;
    if (out.length > 0) out.appendByte(BLANK);
    appendText(out, bytes, nameStart, nameEnd);
    out.appendByte(EQUALS);
    appendText(out, bytes, valueStart, end);
  }
}

/** A string keeps its quotes where it holds blanks, quotes, `=` or escapes; anything else is written as it stands. */
function appendText(out: Scratch, bytes: Uint8Array, start: number, end: number): void {
  if (bytes[start] !== QUOTE || !isPlainWord(bytes, start + 1, end - 1)) out.append(bytes, start, end);
  else unescapeJson(bytes, start + 1, end - 1, out);
}
