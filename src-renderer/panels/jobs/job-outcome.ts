import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { Job, JobResult } from '#shared/contract/jobs.ts';
import { progressAmount, stageName } from '../../state/reading-text.ts';
import { formatBytes, formatCount, formatPlural, formatSpan } from '../../ui/format.ts';

/**
 * What an ended job leaves to say, one line a row: what it went through, what came of it, how long it took.
 * @param result Null for a job that did not finish, or while its result is on its way.
 */
export function outcomeLines(job: Job, result: JobResult | null): readonly string[] {
  const seconds = job.endedAtMs === null ? null : (job.endedAtMs - job.createdAtMs) / 1000;
  const rows = job.state === 'done' ? [...resultRows(job, result), [tookText(seconds)]] : [stoppedRow(job, seconds)];
  return rows.map((facts) => facts.filter((fact) => fact !== '').join(' · ')).filter((row) => row !== '');
}

function tookText(seconds: number | null): string {
  return seconds === null ? '' : `took ${formatSpan(seconds)}`;
}

/** How far a stopped job had come. */
function stoppedRow(job: Job, seconds: number | null): readonly string[] {
  const { progress } = job;
  const after = seconds === null ? '' : `stopped after ${formatSpan(seconds)}`;
  if (progress === null) return [after];
  const read = progress.events > 0 || progress.lines > 0;
  return [
    `${stageName(progress.stage)}: ${progressAmount(progress)}`,
    read ? `${formatPlural(progress.lines, 'line')}, ${formatPlural(progress.events, 'event')} read` : '',
    after,
  ];
}

function resultRows(job: Job, result: JobResult | null): readonly (readonly string[])[] {
  if (result === null) return [];
  switch (result.kind) {
    case 'analyze':
      return job.kind === 'reanalyse'
        ? [scoredRow(result.document)]
        : [readRow(result.document), scoredRow(result.document), speedRow(result.document)];
    case 'generate': {
      const { events, anomalies, files, dir } = result.generated;
      const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      return [
        [formatPlural(events, 'event'), formatPlural(anomalies, 'anomaly', 'anomalies'), formatBytes(bytes)],
        [dir],
      ];
    }
    case 'score': {
      const { rows, anomalies, detector, out } = result.scored;
      return [[formatPlural(rows, 'row'), `${formatCount(anomalies)} unusual`, `by ${detector}`], [out]];
    }
    default:
      return [];
  }
}

function readRow({ totals }: AnalysisDocument): readonly string[] {
  const size = `${formatBytes(totals.bytesIn)} in ${formatPlural(totals.files, 'file')}`;
  const issues = totals.errors + totals.warnings;
  return [
    size,
    formatPlural(totals.lines, 'line'),
    formatPlural(totals.events, 'event'),
    formatPlural(totals.templates, 'template'),
    issues === 0 ? '' : `${formatPlural(issues, 'note')} on files`,
  ];
}

function scoredRow({ windows, sessions, anomalies, incidents }: AnalysisDocument): readonly string[] {
  if (windows + sessions === 0) return ['not scored'];
  return [
    `${windows > 0 ? formatPlural(windows, 'window') : formatPlural(sessions, 'session')} scored`,
    `${formatCount(anomalies)} unusual`,
    formatPlural(incidents.length, 'incident'),
  ];
}

/** Speed of reading: the stage that grows with the input. */
function speedRow({ totals, seconds }: AnalysisDocument): readonly string[] {
  const read = seconds['read'] ?? 0;
  const score = seconds['analyze'] ?? 0;
  return [
    read <= 0
      ? ''
      : `read in ${formatSpan(read)}, ${formatBytes(totals.bytesIn / read)}/s and ${formatCount(totals.lines / read)} lines/s`,
    score <= 0 ? '' : `scored in ${formatSpan(score)}`,
  ];
}
