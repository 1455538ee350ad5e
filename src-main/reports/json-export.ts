import type { LineBatches } from './line-rows.ts';
import type { ReportInput } from './report-input.ts';

/**
 * One JSON document: the report first, then every line of the case. Times are RFC 3339, 64-bit integers decimal strings,
 * unpaired surrogates U+FFFD, so that every reader accepts it.
 */
export async function* writeJsonExport(input: ReportInput, batches: LineBatches): AsyncGenerator<string> {
  const report = toJson(input);
  yield `${report.slice(0, -1)},"lines":[`;
  let separator = '\n';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield separator + batch.map((row) => JSON.stringify(row, wellFormed)).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function toJson(input: ReportInput): string {
  return JSON.stringify(input, wellFormed);
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? value.toWellFormed() : value;
}
