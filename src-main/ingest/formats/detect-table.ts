import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { ColumnRoles } from '../tables/column-roles.ts';
import { plainSpec, TRIAL_TIME_CONTEXT } from './base-spec.ts';
import { describeLine } from './describe-line.ts';
import { pickSampleLines } from './detect/sample-lines.ts';
import { guessTimeContext } from './detect/time-guesses.ts';
import { tryFormat } from './detect/trial.ts';
import { createLineParser } from './create-line-parser.ts';
import { ParsedLine } from './parsed-line.ts';
import type { DetectionContext, FormatDetection, ParserSpec } from './parser-spec.ts';

const NO_TIMESTAMP: FileWarning = {
  class: 'W_NO_TIMESTAMP',
  count: 1,
  firstLine: 1,
  firstOffset: null,
  message: 'No column of the table is a time; events keep the order of the rows and have no time.',
};

/**
 * How the rows of a table are read: as JSON with a member a column, the columns' roles first of all names.
 * @param sample Rows as JSON lines. @throws IngestError `ingest.timezone`
 */
export function detectTable(
  sample: Uint8Array,
  table: { readonly kind: string; readonly roles: ColumnRoles },
  context: DetectionContext,
): FormatDetection {
  const { kind, roles } = table;
  const title = `Table (${kind})`;
  const lines = pickSampleLines(sample);
  const base: ParserSpec = {
    ...plainSpec(),
    format: 'json',
    engine: 'json',
    time: TRIAL_TIME_CONTEXT,
    keys: roles.keys,
    wholeContent: 'pairs',
  };
  const trial = tryFormat(base, title, false, lines);
  const guesses = guessTimeContext(trial.survey, context);
  const spec = { ...base, time: guesses.time };
  const total = Math.max(1, lines.starts.length);
  return {
    format: kind,
    title,
    confidence: lines.starts.length === 0 ? 0 : trial.events / total,
    reason: `A table, one event a row: ${roles.reason || 'no column has a role'}.`,
    spec,
    warnings: trial.times === 0 ? [NO_TIMESTAMP, ...guesses.warnings] : guesses.warnings,
    fields: firstRow(spec, sample),
  };
}

function firstRow(spec: ParserSpec, sample: Uint8Array): FormatDetection['fields'] {
  if (sample.length === 0) return null;
  const end = sample.indexOf(0x0a);
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  parser.startBlock('');
  parser.parse(sample, 0, end, line);
  return describeLine(sample, 0, end, line);
}
