import type { ClockOffset, FileReport, SourceRepair } from '#shared/contract/analysis-document.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { formatCount, formatPlural, formatSpan } from '../../ui/format.ts';

interface Place {
  readonly path: string;
  readonly member: string | null;
}

/** The source of the case that a report is about; undefined when the case does not know it. */
export function sourceOf(
  sources: CaseInfo['sources'],
  { path, member }: Place,
): CaseInfo['sources'][number] | undefined {
  return sources.find((source) => source.path === path && source.member === member);
}

/** RFC 3339 without its fraction and letter T. */
export function shortTime(text: string): string {
  return text.replace('T', ' ').replace(/\.\d+/, '');
}

/** What was fixed in how a file is read, a few words each. */
export function repairTexts(repair: SourceRepair | null): readonly string[] {
  if (repair === null) return [];
  const { format, encoding, timezone, offsetSeconds, year, dateOrder } = repair;
  return [
    format === undefined ? null : `format ${format}`,
    encoding === undefined ? null : `encoding ${encoding}`,
    timezone === undefined ? null : `zone ${timezone}`,
    offsetSeconds === undefined ? null : `clock ${signedSpan(offsetSeconds)}`,
    year === undefined ? null : `year ${year}`,
    dateOrder === undefined ? null : dateOrder === 'dmy' ? 'day first' : 'month first',
  ].filter((text) => text !== null);
}

/** `+1 h`, `−5 s`. */
export function signedSpan(seconds: number): string {
  return `${seconds < 0 ? '−' : '+'}${formatSpan(Math.abs(seconds))}`;
}

/** How the events of a file run in time, where that is worth a line. */
export function orderNotes({ order }: Pick<FileReport, 'order'>): readonly string[] {
  if (order === undefined || order === null) return [];
  const notes: string[] = [];
  if (order.outOfOrder > 0)
    notes.push(
      `${formatPlural(order.outOfOrder, 'event')} earlier than the one before, by ${formatSpan(order.greatestStepBackSeconds)} at most`,
    );
  if (order.gaps.length > 0)
    notes.push(
      `Longest silence: ${order.gaps.map(({ seconds, start }) => `${formatSpan(seconds)} from ${shortTime(start)}`).join(', ')}`,
    );
  return notes;
}

/** How often and from where on: `4 lines, first at 8,123`; one line is only named. */
export function warningPlace(count: number, firstLine: number | null): string {
  if (firstLine === null) return count > 1 ? formatPlural(count, 'line') : '';
  return count > 1
    ? `${formatPlural(count, 'line')}, first at ${formatCount(firstLine)}`
    : `line ${formatCount(firstLine)}`;
}

/** How far a clock is off, in a sentence. */
export function clockText(offset: ClockOffset): string {
  const { offsetSeconds, spreadSeconds, shared, againstPath, againstMember } = offset;
  const other = againstMember === null ? againstPath : `${againstPath} › ${againstMember}`;
  const way = offsetSeconds < 0 ? 'earlier' : 'later';
  return `${formatSpan(Math.abs(offsetSeconds))} ${way} than ${other}, by ${formatPlural(shared, 'identifier')} in both (± ${formatSpan(spreadSeconds)})`;
}

/** Seconds to add to the times of the source so that it shows what the other shows; what is added already counts. */
export function correctedOffset(offset: ClockOffset, files: readonly FileReport[]): number {
  const file = files.find(({ path, member }) => path === offset.path && member === offset.member);
  return Math.round(((file?.repair?.offsetSeconds ?? 0) - offset.offsetSeconds) * 1000) / 1000;
}
