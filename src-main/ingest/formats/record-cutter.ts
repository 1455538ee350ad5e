import { createLineParser } from './create-line-parser.ts';
import { isRecordLine } from './json/find-close.ts';
import { LineVerdict } from './line-parser.ts';
import { ParsedLine } from './parsed-line.ts';
import type { ParserSpec } from './parser-spec.ts';
import { KeyedShape } from './record/keyed-shape.ts';
import { MysqlSlowShape } from './record/mysql-slow-shape.ts';
import type { RecordShape } from './record/record-line-parser.ts';
import { XmlShape } from './record/xml-shape.ts';
import { lineEndAt, MAX_RECORD_BYTES } from './record-span.ts';

const LF = 0x0a;
const QUOTE = 0x22;

/** Position at most `end` before which a block of whole lines ends best; 0 where it knows none. Depends on the bytes alone. */
export type RecordCutter = (bytes: Uint8Array, end: number) => number;

/** Finds the last place between two records of a format whose records reach over lines; null for formats of single lines. */
export function recordCutter(spec: ParserSpec): RecordCutter | null {
  if (!spec.spansLines || spec.hasEscapes) return null;
  switch (spec.engine) {
    case 'json':
    case 'otlp':
      return spec.recordIndent < 0
        ? null
        : byLineStart((bytes, at, end) => isRecordLine(bytes, at, end, spec.recordIndent));
    case 'csv':
      return lastBalancedLine;
    case 'xml':
      return byShape(new XmlShape(spec.elements));
    case 'keyed':
      return spec.record === null ? null : byShape(new KeyedShape(spec.record));
    case 'mysql-slow':
      return byShape(new MysqlSlowShape());
    case 'pattern':
      return byPattern(spec);
    default:
      return null;
  }
}

type IsRecordStart = (bytes: Uint8Array, lineStart: number, lineEnd: number) => boolean;

/** The start of the last line that starts a record. */
function byLineStart(isStart: IsRecordStart): RecordCutter {
  return (bytes, end) => {
    const first = Math.max(1, end - MAX_RECORD_BYTES);
    for (let lineEnd = end; lineEnd > first; ) {
      const start = bytes.lastIndexOf(LF, lineEnd - 2) + 1;
      if (start < first) return 0;
      if (isStart(bytes, start, lineEndAt(bytes, start, end))) return start;
      lineEnd = start;
    }
    return 0;
  };
}

function byShape(shape: RecordShape): RecordCutter {
  return byLineStart((bytes, at, end) => {
    let first = at;
    while (first < end && (bytes[first] === 0x20 || bytes[first] === 0x09)) first++;
    const start = shape.findStart(bytes, first, end);
    return start >= 0 && start === first;
  });
}

function byPattern(spec: ParserSpec): RecordCutter {
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  return byLineStart((bytes, at, end) => {
    parser.startBlock('');
    return parser.parse(bytes, at, end, line) === LineVerdict.event;
  });
}

/** The end of the last line up to which quotes come in pairs, counted from a row's start. */
function lastBalancedLine(bytes: Uint8Array, end: number): number {
  if (bytes.indexOf(QUOTE) < 0) return 0;
  let isOpen = false;
  let balanced = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) isOpen = !isOpen;
    else if (byte === LF && !isOpen) balanced = i + 1;
  }
  return end - balanced > MAX_RECORD_BYTES ? 0 : balanced;
}
