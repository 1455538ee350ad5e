import { createLineParser } from '../create-line-parser.ts';
import { describeLine } from '../describe-line.ts';
import { detectFormat } from '../detect-format.ts';
import type { FormatDefinition } from '../format-definition.ts';
import { LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { SampleFields } from '../parser-spec.ts';

/** What a format makes of a line. */
export interface PreviewedLine {
  readonly line: string;
  readonly kind: 'event' | 'continuation' | 'unmatched' | 'structural' | 'blank';
  /** The header fits, but its time is none that exists. */
  readonly hasBadTime: boolean;
  readonly fields: SampleFields | null;
}

/** Reads lines as a source in this format would be read, guesses about its times included, and by no other format. */
export function previewFormat(definition: FormatDefinition, lines: readonly string[]): PreviewedLine[] {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line.replaceAll(/[\r\n]/g, ' ')}\n`).join(''));
  const context = { path: '', modifiedMs: null, format: definition.name, formats: [definition] };
  const parser = createLineParser({ ...detectFormat(bytes, context).spec, others: [] });
  parser.startBlock('');
  const parsed = new ParsedLine();
  let isOpen = false;
  let at = 0;
  return lines.map((line) => {
    const end = bytes.indexOf(0x0a, at);
    const start = at;
    at = end + 1;
    if (line.trim() === '') return { line, kind: 'blank', hasBadTime: false, fields: null };
    const verdict = parser.parse(bytes, start, end, parsed);
    if (verdict === LineVerdict.event && !parsed.isMalformed) {
      isOpen = true;
      return { line, kind: 'event', hasBadTime: parsed.badTime, fields: describeLine(bytes, start, end, parsed) };
    }
    if (verdict === LineVerdict.structural) return { line, kind: 'structural', hasBadTime: false, fields: null };
    const kind = isOpen && parser.joinsLines ? 'continuation' : 'unmatched';
    return { line, kind, hasBadTime: false, fields: null };
  });
}
