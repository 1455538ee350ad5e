import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import { addAccounts, EMPTY_ACCOUNT } from '#shared/domain/line-account.ts';
import type { CatalogSource } from '../../catalog/repositories/sources.ts';
import type { SourceFormat } from '../../pipelines/ingest/ingest-store.ts';
import type { SourceProgress } from '../../pipelines/ingest/source-progress.ts';
import { toRfc3339 } from '../../reports/numbers.ts';

/** A source as users see it. One that is still being read counts as partial: not all of its lines are there yet. */
export function fileReport(source: CatalogSource): FileReport {
  const { path, member, status, encoding, format, formatConfidence, account, firstTimeNs, lastTimeNs, counters } =
    source;
  // Written by the ingest job as plain JSON.
  const found = source.detection as SourceFormat | null;
  return {
    path,
    member,
    status: status === 'pending' ? 'partial' : status,
    encoding,
    format,
    formatConfidence,
    ...account,
    skippedLines: (counters['skippedLinesBefore'] ?? 0) + (counters['skippedLinesAfter'] ?? 0),
    skippedBytes: (counters['skippedBytesBefore'] ?? 0) + (counters['skippedBytesAfter'] ?? 0),
    firstTime: firstTimeNs === null ? null : toRfc3339(firstTimeNs),
    lastTime: lastTimeNs === null ? null : toRfc3339(lastTimeNs),
    order: orderReport(source),
    repair: found?.repair ?? null,
    unit: found?.unit ?? 'lines',
    errors: [...source.errors],
    warnings: [...source.warnings],
  };
}

/** @returns null when no event of the source has a time. */
function orderReport({ resume, warnings, firstTimeNs }: CatalogSource): NonNullable<FileReport['order']> | null {
  // Written by the ingest job as plain JSON.
  const order = (resume as SourceProgress | null)?.order;
  if (order === undefined || firstTimeNs === null) return null;
  return {
    outOfOrder: warnings.find((warning) => warning.class === 'W_OUT_OF_ORDER')?.count ?? 0,
    greatestStepBackSeconds: Number(order.greatestStepBackNs) / 1e9,
    gaps: order.gaps.map(({ startNs, endNs }) => ({
      start: toRfc3339(BigInt(startNs)),
      end: toRfc3339(BigInt(endNs)),
      seconds: Number(BigInt(endNs) - BigInt(startNs)) / 1e9,
    })),
  };
}

/** Sums over all files; `errors` and `warnings` count the entries. */
export function totalsOf(files: readonly FileReport[], templates: number): AnalysisDocument['totals'] {
  return {
    ...files.reduce(addAccounts, EMPTY_ACCOUNT),
    skippedLines: files.reduce((sum, file) => sum + (file.skippedLines ?? 0), 0),
    skippedBytes: files.reduce((sum, file) => sum + (file.skippedBytes ?? 0), 0),
    files: files.length,
    errors: files.reduce((sum, file) => sum + file.errors.length, 0),
    warnings: files.reduce((sum, file) => sum + file.warnings.length, 0),
    templates,
  };
}
