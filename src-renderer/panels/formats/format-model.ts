import type { FormatListing, FormatPreview, ImportedFormat, PreviewedLine } from '#shared/contract/formats.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { SEVERITY_NAMES, severityBand } from '#shared/domain/severity.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';

/** What a new format starts from: every way to say how lines are written, all but one as comments. */
export const NEW_FORMAT_TEXT = `name: my-format
title: My format
# One of these says how a line is written:
pattern: '{time:%+} {level} [{thread:any}] {component}: {message}'
# layout: '%d [%t] %-5p %c - %m%n'            # PatternLayout of log4j, logback
# strptime: '[%d/%b/%Y:%H:%M:%S %z] {level} {message}'
# grok: '%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{GREEDYDATA:message}'
# regex: '^(?<timestamp>\\S+ \\S+) (?<level>\\w+) (?<message>.*)$'
# json: { time: ts, level: lvl, message: msg }
#
# levels: { NOTE: info, OOPS: error }
# samples:                                    # checked whenever the format is loaded
#   - line: '2024-05-01 12:00:00 WARN [main] cart: low'
#     level: warn
`;

/** A built-in format as an own one: its name with `my-` in front. */
export function ownCopy(text: string): string {
  return text.replace(/^name: */, 'name: my-');
}

/** Formats whose name, title or origin holds every word. */
export function findFormats(formats: readonly FormatListing[], search: string): readonly FormatListing[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return formats;
  return formats.filter(({ name, title, origin }) => {
    const text = `${name} ${title} ${ORIGIN_TEXT[origin]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export const ORIGIN_TEXT: Readonly<Record<FormatListing['origin'], string>> = {
  home: 'yours',
  case: 'this case',
  'built-in': 'built in',
};

/** Problems by line of the text; those without a line are at the first. */
export function issuesByLine(issues: readonly FormatIssue[]): ReadonlyMap<number, readonly FormatIssue[]> {
  return Map.groupBy(issues, ({ line }) => line ?? 1);
}

/** Place of a line and column, both from 1, in a text; inside the text whatever they are. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const length = lines[line - 1]?.length ?? 0;
  return Math.min(text.length, before + Math.min(Math.max(0, column - 1), length));
}

/** A part of a line that a format found. */
export interface LinePart {
  readonly label: string;
  readonly value: string;
}

/** The parts of a previewed line in reading order, its message last. */
export function partsOf({ fields, hasBadTime }: PreviewedLine): readonly LinePart[] {
  if (fields === null) return [];
  const named: readonly (readonly [string, string | null])[] = [
    ['time', hasBadTime ? 'none that exists' : timeText(fields.time)],
    ['level', levelText(fields.severity, fields.severityText)],
    ['service', fields.service],
    ['host', fields.host],
    ['component', fields.component],
    ...attributesOf(fields.attributes),
    ['message', fields.content],
  ];
  return named.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}

function timeText(time: string | null): string | null {
  return time === null ? null : time.replace('T', ' ').replace(/Z$/, ' UTC');
}

function levelText(severity: number, text: string | null): string | null {
  const name = severity === 0 ? null : (SEVERITY_NAMES[severityBand(severity)] ?? null);
  if (name === null) return text === null ? null : `${text} (unknown)`;
  return text === null || text.toLowerCase() === name ? name : `${name} (${text})`;
}

function attributesOf(attributes: string | null): readonly (readonly [string, string])[] {
  if (attributes === null) return [];
  const parsed = JSON.parse(attributes) as Readonly<Record<string, unknown>>;
  return Object.entries(parsed).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

/** What became of the lines, in one sentence. */
export function countsText({ counts, lines, isReadable }: FormatPreview): string {
  if (lines.length === 0) return 'No lines to try it on';
  if (!isReadable) return `${formatPlural(lines.length, 'line')}, not read: the format has to be put right first`;
  const { events, continuations, unmatched, others } = counts;
  const parts = [
    formatPlural(events, 'event'),
    continuations > 0 ? formatPlural(continuations, 'continuation') : null,
    unmatched > 0 ? `${formatCount(unmatched)} not matched` : null,
    others > 0 ? `${formatCount(others)} blank or structure` : null,
  ];
  return `${formatPlural(lines.length, 'line')}: ${parts.filter((part) => part !== null).join(', ')}`;
}

/** What an import did, in sentences. */
export function importText(imported: readonly ImportedFormat[]): string {
  const saved = imported.filter(({ issues }) => issues.length === 0);
  const refused = imported.filter(({ issues }) => issues.length > 0);
  return [
    saved.length === 0 ? null : `Imported ${saved.map(({ name }) => name).join(', ')}.`,
    ...saved.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
    ...refused.map(({ name, issues }) => {
      const [first] = issues;
      const field = first === undefined || first.field === '' ? '' : `${first.field}: `;
      return `Not imported: ${name} (${field}${first?.message ?? 'it cannot be read'})`;
    }),
  ]
    .filter((text) => text !== null)
    .join(' ');
}
