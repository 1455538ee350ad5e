import { IngestError } from '#shared/base/errors.ts';
import type { LabelSet } from '#shared/domain/labels.ts';

/**
 * Reads a labels file: CSV with a header of `session,label`, `id,label`, `start,end,label` or, as the generator writes
 * them, `start,end,...` without a label column (every interval anomalous). Further columns are ignored.
 * @throws IngestError `labels.no-columns` | `labels.bad-row` naming the line.
 */
export function parseLabels(text: string): LabelSet {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = splitCsvLine(lines[0] ?? '').map((name) => name.trim().toLowerCase());
  const at = (name: string): number => header.indexOf(name);
  const idAt = Math.max(at('session'), at('id'));
  const labelAt = at('label');
  const [startAt, endAt] = [at('start'), at('end')];
  const hasIds = idAt >= 0 && labelAt >= 0;
  if (!hasIds && (startAt < 0 || endAt < 0)) {
    throw new IngestError(
      'labels.no-columns',
      `The labels file has columns ${header.join(', ')}; it needs session,label or id,label or start,end,label.`,
    );
  }
  const byId = new Map<string, boolean>();
  const intervals: LabelSet['intervals'][number][] = [];
  lines.slice(1).forEach((line, index) => {
    if (line.trim() === '') return;
    const cells = splitCsvLine(line);
    const isAnomalous = labelAt < 0 ? true : readLabel(cells[labelAt], index + 2);
    if (hasIds) byId.set(cells[idAt] ?? '', isAnomalous);
    else
      intervals.push({
        startNs: readTime(cells[startAt], index + 2),
        endNs: readTime(cells[endAt], index + 2),
        isAnomalous,
      });
  });
  return { byId, intervals };
}

function readLabel(cell: string | undefined, line: number): boolean {
  const text = (cell ?? '').trim().toLowerCase();
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw badRow(line, `label ${JSON.stringify(cell ?? '')} is neither 0 nor 1`);
}

function readTime(cell: string | undefined, line: number): bigint {
  const match = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/.exec((cell ?? '').trim());
  const ms = match === null ? Number.NaN : Date.parse(`${match[1]!.replace(' ', 'T')}${match[3] ?? 'Z'}`);
  if (Number.isNaN(ms)) throw badRow(line, `${JSON.stringify(cell ?? '')} is not an RFC 3339 time`);
  return BigInt(ms) * 1_000_000n + BigInt((match?.[2] ?? '').padEnd(9, '0'));
}

function badRow(line: number, problem: string): IngestError {
  return new IngestError('labels.bad-row', `Line ${line} of the labels file cannot be used: ${problem}.`, {
    location: { line },
  });
}

/**
 * One further column of a labels file by session or id, such as which part of the data a unit belongs to.
 * @throws IngestError `labels.no-columns` when the file has no such column, or names no units.
 */
export function parseLabelColumn(text: string, column: string): Map<string, string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = splitCsvLine(lines[0] ?? '').map((name) => name.trim().toLowerCase());
  const idAt = Math.max(header.indexOf('session'), header.indexOf('id'));
  const at = header.indexOf(column.toLowerCase());
  if (idAt < 0 || at < 0) {
    throw new IngestError(
      'labels.no-columns',
      `The labels file has columns ${header.join(', ')}; a split needs session or id, and ${column}.`,
    );
  }
  const values = new Map<string, string>();
  for (const line of lines.slice(1)) {
    if (line.trim() === '') continue;
    const cells = splitCsvLine(line);
    values.set(cells[idAt] ?? '', (cells[at] ?? '').trim());
  }
  return values;
}

/** Cells of one line; quotes as in RFC 4180, without line breaks inside. */
function splitCsvLine(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  }
  return cells;
}
