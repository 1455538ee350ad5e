import type { LineRow } from './line-rows.ts';
import type { Redactor } from './redactor.ts';
import type { ReportInput } from './report-input.ts';

/** Every text of the report redacted, then checked once more as a whole. @throws ReportError `report.leak` */
export function redactReport(input: ReportInput, redactor: Redactor): ReportInput {
  mapStrings(input, (text) => {
    redactor.learn(text);
    return text;
  });
  const texts: string[] = [];
  const redacted = mapStrings(input, (text) => {
    const clean = redactor.redact(text);
    texts.push(clean);
    return clean;
  }) as ReportInput;
  redactor.assertClean(texts.join('\n'));
  return { ...redacted, isRedacted: true };
}

/** @throws ReportError `report.leak` */
export function redactRow(row: LineRow, redactor: Redactor): LineRow {
  const host = row.host === null ? null : redactor.pseudonym('host', row.host);
  const clean = mapStrings({ ...row, host: null }, redactor.redact) as LineRow;
  redactor.assertNoLearnt(clean.text);
  return { ...clean, host };
}

/** To be called with every row before the first is redacted. */
export function learnRow(row: LineRow, redactor: Redactor): void {
  if (row.host !== null) redactor.pseudonym('host', row.host);
  redactor.learn(row.text);
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, map)]));
}
