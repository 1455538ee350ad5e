import { formatBytes, formatCount, formatPlural, formatSpan } from '#shared/base/number-text.ts';
import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import { showText } from './visible-text.ts';

const SHOWN_INCIDENTS = 20;
const SHOWN_EVIDENCE = 2;
const EVIDENCE_WIDTH = 160;

/** An analysis for a person: the account, what went wrong with files, then the incidents. Safe for a terminal. */
export function describeAnalysis(document: AnalysisDocument, elapsedSeconds: number): string[] {
  return [
    `Case ${showText(document.case)}`,
    ...document.files.flatMap(describeFile),
    ...describeClocks(document),
    describeTotals(document, elapsedSeconds),
    ...describeScores(document),
    '',
    ...describeIncidents(document),
  ];
}

function describeFile(file: FileReport): string[] {
  const name = showText(file.member === null ? file.path : `${file.path} > ${file.member}`);
  const format = file.format === null ? '' : `, ${showText(file.format)}`;
  const confidence = file.formatConfidence === null ? '' : ` (${Math.round(file.formatConfidence * 100)} % sure)`;
  const span = file.firstTime === null ? '' : `, ${file.firstTime} to ${file.lastTime}`;
  return [
    `  ${name}: ${file.status}, ${formatPlural(file.lines, file.unit === 'rows' ? 'row' : 'line')}${format}${confidence}${span}`,
    ...file.errors.map((error) => `    ${error.class} ${placeOf(error)}${showText(error.message)}`),
    ...file.warnings.map((one) => `    ${one.class} ${formatCount(one.count)}x ${showText(one.message)}`),
  ];
}

function placeOf(error: FileReport['errors'][number]): string {
  const parts = [
    error.line === null ? null : `line ${error.line}`,
    error.offset === null ? null : `byte ${error.offset}`,
    error.decodedOffset === null ? null : `decompressed byte ${error.decodedOffset}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `at ${parts.join(', ')}: `;
}

/** Clocks that are apart, with the option that lays them on one another. */
function describeClocks({ clockOffsets = [] }: AnalysisDocument): string[] {
  return clockOffsets.map(({ path, againstPath, offsetSeconds, spreadSeconds, shared }) => {
    const name = showText(path);
    const seconds = Number(offsetSeconds.toFixed(3));
    const apart = `${Math.abs(seconds)} s ${seconds > 0 ? 'later' : 'earlier'} than ${showText(againstPath)}`;
    const repair = `--offset ${name}=${seconds > 0 ? '-' : '+'}${Math.abs(seconds)}s`;
    return `  ${name} shows ${formatCount(shared)} shared identifiers ${apart} (give or take ${spreadSeconds.toFixed(3)} s); if that is its clock: ${repair}`;
  });
}

function describeTotals({ totals }: AnalysisDocument, elapsedSeconds: number): string {
  const parts = [
    `${formatPlural(totals.lines, 'line')} = ${formatCount(totals.eventLines)} event`,
    `${formatCount(totals.continuationLines)} continuation`,
    `${formatCount(totals.blankLines)} blank`,
    `${formatCount(totals.rejectedLines)} rejected`,
  ];
  const skipped = totals.skippedLines ?? 0;
  const outside = skipped === 0 ? '' : ` (${formatCount(skipped)} more outside the span)`;
  return `${parts.join(' + ')}${outside}; ${formatPlural(totals.templates, 'template')}, ${formatBytes(totals.bytesIn)} in ${formatSpan(elapsedSeconds)}`;
}

function describeScores(document: AnalysisDocument): string[] {
  const { threshold, sessions, windows, detectors, evaluation } = document;
  if (threshold === null) return [];
  const units = sessions > 0 ? formatPlural(sessions, 'session') : formatPlural(windows, 'window');
  const lines = [`${units}, ${formatCount(document.anomalies)} anomalous above ${threshold.toFixed(4)}`];
  if (document.model) {
    const { note } = document.model;
    lines.push(`scored with ${modelText(document.model)}`, ...(note ? [`  ${showText(note)}`] : []));
  }
  lines.push(...describeFallbacks(detectors));
  if (evaluation !== null) {
    const area = (value: number | null) => (value === null ? '-' : value.toFixed(3));
    const { precision, recall, f1, rocAuc, prAuc } = evaluation;
    lines.push(
      `measured: precision ${area(precision)}, recall ${area(recall)}, F1 ${area(f1)}, ROC AUC ${area(rocAuc)}, PR AUC ${area(prAuc)}`,
    );
  }
  return lines;
}

/** Most often all detectors give way for one reason: it is said once, with their names. */
function describeFallbacks(detectors: AnalysisDocument['detectors']): string[] {
  const byReason = Map.groupBy(
    detectors.filter(({ fallback }) => fallback !== null),
    ({ fallback }) => fallback ?? '',
  );
  return [...byReason].map(([reason, own]) => {
    const names = own.map(({ name }) => showText(name)).join(', ');
    return `  the statistical baseline answered for ${names}: ${showText(reason)}`;
  });
}

function modelText({ name, number, hash }: NonNullable<AnalysisDocument['model']>): string {
  return name === null ? `a model of the baseline files (${hash.slice(0, 16)})` : `${showText(name)}:${number}`;
}

function describeIncidents({ incidents, threshold, suppressed = 0 }: AnalysisDocument): string[] {
  if (threshold === null) return [];
  const hidden =
    suppressed > 0 ? [`${formatCount(suppressed)} more hidden as normal; suppress CASE lists the rules.`] : [];
  if (incidents.length === 0) return ['No incidents.', ...hidden];
  const shown = incidents
    .slice(0, SHOWN_INCIDENTS)
    .flatMap((incident, index) => [
      `${String(index + 1).padStart(3)}. ${incident.start ?? 'no time'}  score ${incident.score.toFixed(3)}  ${showText(incident.summary)}`,
      ...incident.evidence
        .slice(0, SHOWN_EVIDENCE)
        .map(({ path, line, text }) => `       ${showText(path)}:${line}: ${showText(text.slice(0, EVIDENCE_WIDTH))}`),
    ]);
  const more = incidents.length - SHOWN_INCIDENTS;
  return [...shown, ...(more > 0 ? [`     and ${more} more; see report or serve.`] : []), ...hidden];
}
