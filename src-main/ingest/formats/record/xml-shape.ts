import { findByte } from '../../../base/find-byte.ts';
import { startsWith } from '../pattern/stop-set.ts';
import { Scratch } from '../scratch.ts';
import type { PairList } from './pair-list.ts';
import type { RecordShape } from './record-line-parser.ts';
import { XmlTag } from './xml-tag.ts';
import { appendXmlText } from './xml-text.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const DOT = 0x2e;
/** A record with elements deeper than this is damaged. */
const MAX_DEPTH = 64;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const COMMENT = encode('<!--');
const COMMENT_END = encode('-->');
const CDATA = encode('<![CDATA[');
const CDATA_END = encode(']]>');
const NAME = encode('name');
const VALUE = encode('value');
const XMLNS = encode('xmlns');
/** Elements that are called by their `Name` attribute. */
const NAMED_ELEMENTS = ['data', 'property'].map(encode);

/**
 * Records that are XML elements (`<Event>...</Event>`), one or more a line or spread over lines. A value's name is its path
 * below the record, without namespaces: `System.TimeCreated.SystemTime` for an attribute. `<Data Name="User">bob</Data>`
 * below `EventData` is `EventData.User`.
 */
export class XmlShape implements RecordShape {
  private readonly names: readonly Uint8Array[];
  private readonly tag = new XmlTag();
  /** Path of the open element below the record, and the length of the path at each level above. */
  private readonly path = new Scratch();
  private readonly lengths = new Int32Array(MAX_DEPTH);
  private readonly value = new Scratch();

  /** @param names Elements that are records, as they are written. */
  constructor(names: readonly string[]) {
    this.names = names.map(encode);
  }

  findStart(bytes: Uint8Array, at: number, lineEnd: number): number {
    for (let open = at; (open = findByte(bytes, LESS, open, lineEnd)) >= 0; open++) {
      if (this.names.some((name) => isElement(bytes, open, lineEnd, name))) return open;
    }
    return -1;
  }

  isStructure(bytes: Uint8Array, at: number, lineEnd: number): boolean {
    let first = at;
    while (first < lineEnd && bytes[first]! <= 0x20) first++;
    return bytes[first] === LESS && bytes[lineEnd - 1] === GREATER;
  }

  read(bytes: Uint8Array, at: number, limit: number, pairs: PairList): number {
    this.path.length = 0;
    this.value.length = 0;
    let depth = 0;
    for (let open = at; open >= 0 && open < limit; ) {
      const after = this.readMarkup(bytes, open, limit);
      if (after < 0) return -1;
      if (after === 0) {
        const { tag } = this;
        if (!tag.isClosing) this.enter(bytes, pairs, depth++);
        if (tag.isClosing || tag.isEmpty) this.leave(pairs, --depth);
        if (depth <= 0) return tag.end;
        if (depth >= MAX_DEPTH) return -1;
      }
      const next = after === 0 ? this.tag.end : after;
      open = findByte(bytes, LESS, next, limit);
      if (open > next) appendXmlText(this.value, bytes, next, open);
    }
    return -1;
  }

  /** Takes a comment or CDATA section (its end is returned) or reads a tag (0); -1 when neither ends. */
  private readMarkup(bytes: Uint8Array, at: number, limit: number): number {
    if (startsWith(bytes, at, limit, COMMENT)) return indexAfter(bytes, at, limit, COMMENT_END);
    if (startsWith(bytes, at, limit, CDATA)) {
      const after = indexAfter(bytes, at, limit, CDATA_END);
      if (after > 0) this.value.append(bytes, at + CDATA.length, after - CDATA_END.length);
      return after;
    }
    return this.tag.read(bytes, at, limit) ? 0 : -1;
  }

  private enter(bytes: Uint8Array, pairs: PairList, depth: number): void {
    const { tag, path } = this;
    this.lengths[depth] = path.length;
    const isNamed = NAMED_ELEMENTS.some((name) => isSame(bytes, tag.nameStart, tag.nameEnd, name));
    const nameAt = isNamed ? this.attribute(bytes, NAME) : -1;
    const valueAt = nameAt < 0 ? -1 : this.attribute(bytes, VALUE);
    if (depth > 0) {
      if (path.length > 0) path.appendByte(DOT);
      if (nameAt < 0) path.append(bytes, tag.nameStart, tag.nameEnd);
      else path.append(bytes, tag.valueStart[nameAt]!, tag.valueEnd[nameAt]!);
    }
    this.value.length = 0;
    for (let i = 0; i < tag.attributeCount; i++) {
      if (i === nameAt || isSame(bytes, tag.attributeStart[i]!, tag.attributeEnd[i]!, XMLNS)) continue;
      if (i === valueAt) appendXmlText(this.value, bytes, tag.valueStart[i]!, tag.valueEnd[i]!);
      else this.addAttribute(bytes, pairs, i);
    }
  }

  /** Index of an attribute by its name in lower case, or -1. */
  private attribute(bytes: Uint8Array, name: Uint8Array): number {
    for (let i = 0; i < this.tag.attributeCount; i++) {
      if (isSame(bytes, this.tag.attributeStart[i]!, this.tag.attributeEnd[i]!, name)) return i;
    }
    return -1;
  }

  private addAttribute(bytes: Uint8Array, pairs: PairList, index: number): void {
    if (pairs.isFull) return;
    const { tag, path } = this;
    const from = pairs.text.length;
    pairs.text.append(path.bytes, 0, path.length);
    if (path.length > 0) pairs.text.appendByte(DOT);
    pairs.text.append(bytes, tag.attributeStart[index]!, tag.attributeEnd[index]!);
    pairs.open(from);
    appendXmlText(pairs.text, bytes, tag.valueStart[index]!, tag.valueEnd[index]!);
    pairs.close();
  }

  /** Ends the open element: its text is its value, if it has any besides blanks. */
  private leave(pairs: PairList, depth: number): void {
    const { value, path } = this;
    let start = 0;
    let end = value.length;
    while (start < end && value.bytes[start]! <= 0x20) start++;
    while (end > start && value.bytes[end - 1]! <= 0x20) end--;
    if (end > start && path.length > 0 && !pairs.isFull) {
      const from = pairs.text.length;
      pairs.text.append(path.bytes, 0, path.length);
      pairs.open(from);
      pairs.text.append(value.bytes, start, end);
      pairs.close();
    }
    value.length = 0;
    path.length = this.lengths[Math.max(0, depth)]!;
  }
}

function isElement(bytes: Uint8Array, open: number, limit: number, name: Uint8Array): boolean {
  if (!startsWith(bytes, open + 1, limit, name)) return false;
  const after = open + 1 + name.length;
  return after >= limit || bytes[after]! <= 0x20 || bytes[after] === GREATER || bytes[after] === SLASH;
}

function indexAfter(bytes: Uint8Array, at: number, limit: number, text: Uint8Array): number {
  for (let i = at; (i = findByte(bytes, text[0]!, i, limit)) >= 0; i++) {
    if (startsWith(bytes, i, limit, text)) return i + text.length;
  }
  return -1;
}

/** @param name In lower case. */
function isSame(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if ((bytes[start + i]! | 32) !== name[i]) return false;
  return true;
}
