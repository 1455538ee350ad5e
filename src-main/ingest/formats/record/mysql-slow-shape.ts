import { startsWith } from '../pattern/stop-set.ts';
import { lineEndAt, nextLine } from '../record-span.ts';
import type { PairList } from './pair-list.ts';
import type { RecordShape } from './record-line-parser.ts';

const HASH = 0x23;
const LF = 0x0a;
const COLON = 0x3a;
const BLANK = 0x20;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const TIME = encode('# Time:');
const USER = encode('# User@Host:');
const SET_TIME = encode('SET timestamp=');
const USE = encode('use ');
const BANNERS = ['Tcp port: ', 'Time                 Id Command', '/'].map(encode);
const QUERY = encode('Query');
const TIMESTAMP = encode('timestamp');

/**
 * Records of MySQL's slow query log: `#` lines of `Name: value` pairs, `use` and `SET timestamp=`, then the statement. Only
 * the first of several within a second has a `# Time:` line; `SET timestamp=` gives the seconds of the others.
 */
export class MysqlSlowShape implements RecordShape {
  findStart(bytes: Uint8Array, at: number, lineEnd: number): number {
    if (at > 0 && bytes[at - 1] !== LF) return -1;
    const isStart = startsWith(bytes, at, lineEnd, TIME) || startsWith(bytes, at, lineEnd, USER);
    return isStart ? at : -1;
  }

  isStructure(bytes: Uint8Array, at: number, lineEnd: number): boolean {
    return BANNERS.some((banner) => startsWith(bytes, at, lineEnd, banner));
  }

  read(bytes: Uint8Array, at: number, limit: number, pairs: PairList): number {
    let position = at;
    let statement = -1;
    let end = at;
    let hasUser = false;
    for (; position < limit; position = nextLine(bytes, position, limit)) {
      const lineEnd = lineEndAt(bytes, position, limit);
      if (bytes[position] === HASH) {
        const isUser = startsWith(bytes, position, lineEnd, USER);
        if (statement >= 0 || (position > at && (hasUser || !isUser) && this.findStart(bytes, position, lineEnd) >= 0))
          break;
        hasUser ||= isUser;
        addPairs(bytes, position + 1, lineEnd, pairs);
      } else if (this.isStructure(bytes, position, lineEnd)) break;
      else if (startsWith(bytes, position, lineEnd, SET_TIME)) {
        addValue(pairs, TIMESTAMP, bytes, position + SET_TIME.length, lineEnd - 1);
      } else if (statement < 0 && !startsWith(bytes, position, lineEnd, USE) && lineEnd > position)
        statement = position;
      end = lineEnd;
    }
    if (statement >= 0) addValue(pairs, QUERY, bytes, statement, end);
    return position;
  }
}

function addValue(pairs: PairList, name: Uint8Array, bytes: Uint8Array, start: number, end: number): void {
  if (pairs.isFull) return;
  const from = pairs.text.length;
  pairs.text.append(name, 0, name.length);
  pairs.open(from);
  pairs.text.append(bytes, start, end);
  pairs.close();
}

/** ` Query_time: 0.000123  Lock_time: 0.0`: a name is a word that ends in a colon, its value what stands before the next. */
function addPairs(bytes: Uint8Array, start: number, end: number, pairs: PairList): void {
  let nameStart = -1;
  let nameEnd = -1;
  for (let at = start; at < end; ) {
    while (at < end && bytes[at] === BLANK) at++;
    let wordEnd = at;
    while (wordEnd < end && bytes[wordEnd] !== BLANK) wordEnd++;
    const isName = wordEnd > at + 1 && bytes[wordEnd - 1] === COLON && !isDigit(bytes[at]!);
    if (isName) {
      if (nameStart >= 0) addTrimmed(pairs, bytes, nameStart, nameEnd, at);
      nameStart = at;
      nameEnd = wordEnd - 1;
    }
    at = wordEnd;
  }
  if (nameStart >= 0) addTrimmed(pairs, bytes, nameStart, nameEnd, end);
}

function addTrimmed(pairs: PairList, bytes: Uint8Array, nameStart: number, nameEnd: number, end: number): void {
  let first = nameEnd + 1;
  let last = end;
  while (first < last && bytes[first] === BLANK) first++;
  while (last > first && bytes[last - 1] === BLANK) last--;
  pairs.add(bytes, nameStart, nameEnd, first, last);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
