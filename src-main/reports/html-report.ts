import { createHash } from 'node:crypto';
import { formatBytes, formatCount, formatPlural } from '#shared/base/number-text.ts';
import { anomalyKindText } from '#shared/domain/anomaly-kind.ts';
import type { FileReport } from '#shared/contract/analysis-document.ts';
import type { AnomalyView, IncidentDetail } from '#shared/contract/incidents.ts';
import { Html, html } from './html.ts';
import { formatNumber, formatScore, formatTime, formatTimeSpan } from './numbers.ts';
import type { ReportInput } from './report-input.ts';
import { REPORT_STYLE } from './report-style.ts';
import { timelineSvg } from './timeline-svg.ts';

const MAX_UNITS = 5;
const MAX_CONTRIBUTIONS = 6;

/**
 * One self-contained page: no script, no request, its own policy that forbids both. Everything from the logs is text
 * between tags or in quoted attributes.
 */
export function writeHtmlReport(input: ReportInput): string {
  const { document, incidents } = input;
  const style = Html.literal(REPORT_STYLE);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${input.title}</title><style>${style}</style></head><body><main>
<header><h1>${input.title}</h1><p class="quiet">${reportFacts(input)}</p></header>
<section><h2>Timeline</h2>${timelineSvg(input)}</section>
<section><h2>Incidents</h2>${incidents.length === 0 ? noIncidents(input) : incidents.map(incidentHtml)}</section>
<section><h2>Account</h2>${accountHtml(document.totals)}${filesHtml(document.files)}</section>
${detectionHtml(input)}${reproduceHtml(input)}
</main></body></html>
`;
  return page.text;
}

function reportFacts(input: ReportInput): string {
  const { totals, anomalies, threshold } = input.document;
  const facts = [
    `${formatPlural(totals.lines, 'line')} in ${formatPlural(totals.files, 'file')}`,
    `${formatPlural(totals.events, 'event')}, ${formatPlural(totals.templates, 'template')}`,
    threshold === null ? 'not analysed' : `${formatCount(anomalies)} anomalies above ${formatScore(threshold)}`,
    `written ${input.createdAt} by Log Sentinel ${input.version}`,
    ...(input.isRedacted ? ['personal data replaced by pseudonyms'] : []),
  ];
  return facts.join(' · ');
}

function noIncidents(input: ReportInput): Html {
  return html`<p>No unit scored above the threshold${input.document.threshold === null ? ': the case was not analysed yet' : ''}.</p>`;
}

function incidentHtml(incident: IncidentDetail): Html {
  const span = formatTimeSpan(incident.startNs, incident.endNs);
  return html`<article><h3>${incident.summary}</h3>
<p class="quiet">${formatTime(incident.startNs)} to ${formatTime(incident.endNs)}${span === '' ? '' : ` (${span})`} · score ${formatScore(incident.score)} of 1, threshold ${formatScore(incident.threshold)} · ${formatPlural(incident.units, 'unit')} · ${incident.kinds.map(anomalyKindText).join(', ')}</p>
${chips(incident.entities)}${claimsHtml(incident)}${incident.anomalies.slice(0, MAX_UNITS).map(unitHtml)}${evidenceHtml(incident)}</article>`;
}

function chips(names: readonly string[]): Html | string {
  return names.length === 0 ? '' : html`<p class="chips">${names.map((name) => html`<span>${name}</span>`)}</p>`;
}

function claimsHtml(incident: IncidentDetail): Html | string {
  if (incident.claims.length === 0) return '';
  const rows = incident.claims.map(
    (claim) =>
      html`<tr><td>${claim.label}</td><td class="n">${formatNumber(claim.value)} ${claim.unit}</td><td><code>${claim.sql}</code></td></tr>`,
  );
  return html`<details><summary>Every number and the query that recomputes it</summary><table><thead><tr><th>Number</th><th>Value</th><th>Query</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function unitHtml(unit: AnomalyView): Html {
  const votes = unit.votes.map(
    (vote) => html`<span class="${vote.isAnomaly ? 'yes' : 'no'}">${vote.detector} ${formatScore(vote.score)}</span>`,
  );
  const contributions = unit.votes
    .flatMap((vote) => vote.contributions)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MAX_CONTRIBUTIONS);
  const rows = contributions.map(
    (c) =>
      html`<tr><td>${c.feature}</td><td class="n">${formatNumber(c.actual)}</td><td class="n">${formatNumber(c.typical)}</td><td class="n">${range(c.low, c.high)} ${c.unit}</td><td><meter min="0" max="1" value="${c.share.toFixed(3)}">${formatNumber(c.share)}</meter></td></tr>`,
  );
  const table = html`<table><thead><tr><th>What</th><th>Actual</th><th>Typical</th><th>Usual range</th><th>Share</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<details><summary>${unit.unitId}: score ${formatScore(unit.score)}</summary><p class="chips">${votes}</p>${rows.length === 0 ? '' : table}</details>`;
}

function range(low: number | null, high: number | null): string {
  return `${low === null ? 'any' : formatNumber(low)} to ${high === null ? 'any' : formatNumber(high)}`;
}

function evidenceHtml(incident: IncidentDetail): Html | string {
  if (incident.evidence.length === 0) return '';
  const rows = incident.evidence.map(
    (line) =>
      html`<tr><td class="where">${line.path}${line.member === null ? '' : ` » ${line.member}`}:${formatCount(line.line)}</td><td><code>${line.text}</code></td></tr>`,
  );
  return html`<table class="evidence"><caption>Evidence</caption><tbody>${rows}</tbody></table>`;
}

type Account = ReportInput['document']['totals'];

function accountHtml(totals: Account): Html {
  const { lines, eventLines, continuationLines, blankLines, rejectedLines } = totals;
  return html`<p class="account">${formatCount(lines)} lines = ${formatCount(eventLines)} events + ${formatCount(continuationLines)} continuation + ${formatCount(blankLines)} blank + ${formatCount(rejectedLines)} rejected; ${formatBytes(totals.bytesIn)} read</p>`;
}

function filesHtml(files: readonly FileReport[]): Html {
  const rows = files.map((file) => {
    const format = file.format === null ? '' : `${file.format} (${Math.round((file.formatConfidence ?? 0) * 100)} %)`;
    return html`<tr><td>${file.path}${file.member === null ? '' : ` » ${file.member}`}</td><td>${file.status}</td><td>${format}</td><td>${file.encoding ?? ''}</td><td class="n">${formatCount(file.lines)}</td><td class="n">${formatCount(file.events)}</td><td class="n">${formatBytes(file.bytesIn)}</td><td>${troubles(file)}</td></tr>`;
  });
  return html`<table><thead><tr><th>File</th><th>State</th><th>Format</th><th>Encoding</th><th>Lines</th><th>Events</th><th>Size</th><th>Notes</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function troubles(file: FileReport): Html[] {
  const errors = file.errors.map((error) => html`<div>${error.class}: ${error.message}</div>`);
  const warnings = file.warnings.map(
    (warning) => html`<div>${warning.class} × ${formatCount(warning.count)}: ${warning.message}</div>`,
  );
  return [...errors, ...warnings];
}

function detectionHtml(input: ReportInput): Html {
  const { detectors, sessions, windows, evaluation } = input.document;
  const rows = detectors.map(
    (d) =>
      html`<tr><td>${d.name}</td><td>${d.fallback ?? 'ran as asked'}</td><td class="n">${formatNumber(d.seconds)} s</td></tr>`,
  );
  const measured =
    evaluation === null
      ? ''
      : html`<p>Measured against the labels: precision ${formatNumber(evaluation.precision)}, recall ${formatNumber(evaluation.recall)}, F1 ${formatNumber(evaluation.f1)}.</p>`;
  return html`<section><h2>Detection</h2><p>${formatCount(sessions)} sessions, ${formatCount(windows)} windows scored.</p>${measured}<table><thead><tr><th>Detector</th><th>Answered by</th><th>Time</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function reproduceHtml(input: ReportInput): Html {
  const { command, options, inputs } = input.reproduce;
  const rows = inputs.map(
    (file) =>
      html`<tr><td>${file.path}</td><td class="n">${formatCount(file.bytes)} bytes</td><td class="n">${formatCount(file.lines)} lines</td></tr>`,
  );
  const settings = options.map((option) => html`<tr><td>${option.name}</td><td>${option.value}</td></tr>`);
  return html`<section><h2>Reproduce</h2><p>With Log Sentinel ${input.version}:</p><pre>${command}</pre><table><tbody>${settings}</tbody></table><table><thead><tr><th>Input</th><th>Size</th><th>Lines</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
