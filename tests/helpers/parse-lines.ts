import { createLineParser, describeLine, LineVerdict, ParsedLine } from '../../src-main/ingest/formats/index.ts';
import type { ParserSpec, SampleFields } from '../../src-main/ingest/formats/index.ts';

export interface LineResult {
  readonly verdict: LineVerdict;
  readonly fields: SampleFields;
  readonly badTime: boolean;
  readonly isMalformed: boolean;
}

/** Parses every line of a text (blank ones left out); a line with several records gives one result each. */
export function parseLines(spec: ParserSpec, text: string | Uint8Array, state = ''): LineResult[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  const results: LineResult[] = [];
  parser.startBlock(state);
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? bytes.length : newline;
    if (end > start && bytes[end - 1] === 0x0d) end--;
    if (end > start) {
      let verdict = parser.parse(bytes, start, end, line);
      do {
        const fields = describeLine(bytes, start, end, line);
        results.push({ verdict, fields, badTime: line.badTime, isMalformed: line.isMalformed });
        verdict = LineVerdict.event;
      } while (results.at(-1)?.verdict === LineVerdict.event && parser.more(line));
    }
    start = next;
  }
  return results;
}

/** The events of a text. */
export function parseEvents(spec: ParserSpec, text: string | Uint8Array): SampleFields[] {
  return parseLines(spec, text)
    .filter(({ verdict }) => verdict === LineVerdict.event)
    .map(({ fields }) => fields);
}
