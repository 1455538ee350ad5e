/** What the rest of the program uses of the format engine. */
import { ALL_FORMATS } from './definitions/all-formats.ts';
import type { FormatSample } from './format-definition.ts';

export { shiftYears } from '../timestamps/civil.ts';
export { type MonthDay, yearStep } from '../timestamps/time-context.ts';
export { createLineParser } from './create-line-parser.ts';
export { describeLine } from './describe-line.ts';
export { detectTable } from './detect-table.ts';
export { detectFormat } from './detect-format.ts';
export { type LineParser, LineVerdict } from './line-parser.ts';
export { recordCutter } from './record-cutter.ts';
export { MAX_DOCUMENT_LINE_BYTES } from './record-span.ts';
export { ParsedLine } from './parsed-line.ts';
export type { DetectionContext, FormatDetection, ParserSpec, SampleFields } from './parser-spec.ts';

export interface FormatListing {
  readonly name: string;
  readonly title: string;
  readonly samples: readonly FormatSample[];
}

/** Every named format, for the command line and the format picker. */
export function listFormats(): FormatListing[] {
  return ALL_FORMATS.map(({ name, title, samples }) => ({ name, title, samples }));
}
