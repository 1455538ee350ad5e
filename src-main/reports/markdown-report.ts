import { formatBytes, formatCount, formatPlural } from '#shared/base/number-text.ts';
import { anomalyKindText } from '#shared/domain/anomaly-kind.ts';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { formatNumber, formatScore, formatTime } from './numbers.ts';
import type { ReportInput } from './report-input.ts';
import { toVisibleText } from './visible-text.ts';

const MAX_CONTRIBUTIONS = 5;

/** The report as Markdown for a ticket or a chat. Data is escaped text or a fenced block that it cannot close. */
export function writeMarkdownReport(input: ReportInput): string {
  const { document } = input;
  const { totals, threshold } = document;
  const head = [
    `# ${text(input.title)}`,
    '',
    `${formatPlural(totals.lines, 'line')} in ${formatPlural(totals.files, 'file')}, ${formatPlural(totals.events, 'event')}, ${formatPlural(totals.templates, 'template')}; ` +
      `${formatCount(document.anomalies)} ${document.anomalies === 1 ? 'anomaly' : 'anomalies'}${threshold === null ? '' : ` above ${formatScore(threshold)}`}. Written ${input.createdAt} by Log Sentinel ${text(input.version)}.`,
    ...(input.isRedacted ? ['', 'Personal data is replaced by pseudonyms.'] : []),
    '',
    '## Incidents',
    '',
    ...(input.incidents.length === 0 ? ['None.', ''] : input.incidents.flatMap(incidentLines)),
  ];
  return `${[...head, ...accountLines(input), ...reproduceLines(input)].join('\n')}\n`;
}

function incidentLines(incident: IncidentDetail): string[] {
  const top = incident.anomalies[0];
  const contributions = (top?.votes ?? [])
    .flatMap((vote) => vote.contributions)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MAX_CONTRIBUTIONS)
    .map(
      (c) =>
        `- ${text(c.feature)}: ${formatNumber(c.actual)} instead of about ${formatNumber(c.typical)} ${text(c.unit)}`,
    );
  const votes = (top?.votes ?? []).map((vote) => `${text(vote.detector)} ${formatScore(vote.score)}`).join(', ');
  return [
    `### ${text(incident.summary)}`,
    '',
    `${formatTime(incident.startNs)} to ${formatTime(incident.endNs)}, score ${formatScore(incident.score)}, ${text(incident.kinds.map(anomalyKindText).join(', '))}`,
    ...(incident.entities.length === 0 ? [] : ['', `Entities: ${incident.entities.map(text).join(', ')}`]),
    ...(votes === '' ? [] : ['', `Votes: ${votes}`]),
    ...(contributions.length === 0 ? [] : ['', ...contributions]),
    ...(incident.evidence.length === 0
      ? []
      : ['', ...fenced(incident.evidence.map((line) => `${line.path}:${line.line}: ${line.text}`))]),
    '',
  ];
}

function accountLines(input: ReportInput): string[] {
  const { totals, files } = input.document;
  const rows = files.map(
    (file) =>
      `| ${cell(file.member === null ? file.path : `${file.path} » ${file.member}`)} | ${file.status} | ${cell(file.format ?? '')} | ${formatCount(file.lines)} | ${formatCount(file.events)} | ${formatBytes(file.bytesIn)} |`,
  );
  return [
    '## Account',
    '',
    `${formatCount(totals.lines)} lines = ${formatCount(totals.eventLines)} events + ${formatCount(totals.continuationLines)} continuation + ${formatCount(totals.blankLines)} blank + ${formatCount(totals.rejectedLines)} rejected.`,
    '',
    '| File | State | Format | Lines | Events | Size |',
    '|---|---|---|---:|---:|---:|',
    ...rows,
    '',
  ];
}

function reproduceLines(input: ReportInput): string[] {
  return ['## Reproduce', '', ...fenced([input.reproduce.command])];
}

/** A block whose fence is longer than any run of backticks inside. */
function fenced(lines: readonly string[]): string[] {
  const content = lines.map((line) => toVisibleText(line).replaceAll('\n', '\\n'));
  const longest = Math.max(2, ...content.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...content, fence];
}

/** Text that no Markdown or HTML reader acts on. */
function text(data: string): string {
  const oneLine = toVisibleText(data).replace(/\s+/g, ' ');
  return oneLine
    .replace(/[\\`*_{}[\]()#+!|~>@:-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

function cell(data: string): string {
  return text(data);
}
