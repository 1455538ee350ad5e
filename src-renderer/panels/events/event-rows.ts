import type { Table } from 'apache-arrow';
import { severityBand } from '#shared/domain/severity.ts';
import { ArrowColumns } from '../../backend/arrow-columns.ts';

/** One event as the list shows it. */
export interface EventRow {
  readonly eventId: number;
  readonly timeNs: bigint | null;
  readonly band: number;
  readonly path: string;
  readonly line: number;
  readonly lineCount: number;
  readonly service: string | null;
  readonly host: string | null;
  readonly component: string | null;
  readonly templateId: string | null;
  readonly content: string;
}

export function readEventRows(table: Table): readonly EventRow[] {
  const columns = new ArrowColumns(table);
  const optional = (name: string) => (columns.has(name) ? columns.strings(name) : null);
  const eventId = columns.numbers('event_id');
  const timeNs = columns.bigints('time_ns');
  const severity = columns.numbers('severity');
  const path = columns.texts('path');
  const line = columns.numbers('line');
  const lineCount = columns.numbers('line_count');
  const service = optional('service');
  const host = optional('host');
  const component = optional('component');
  const templateId = optional('template_id');
  const content = columns.texts('content');
  return Array.from({ length: columns.rowCount }, (_, i) => ({
    eventId: eventId[i] ?? -1,
    timeNs: timeNs[i] ?? null,
    band: severityBand(severity[i] ?? 0),
    path: path[i] ?? '',
    line: line[i] ?? 0,
    lineCount: lineCount[i] ?? 1,
    service: service?.[i] ?? null,
    host: host?.[i] ?? null,
    component: component?.[i] ?? null,
    templateId: templateId?.[i] ?? null,
    content: content[i] ?? '',
  }));
}

/** What the source column says: the narrowest name the event has, else its file. */
export function sourceLabel(row: Pick<EventRow, 'component' | 'service' | 'host' | 'path'>): string {
  return row.component ?? row.service ?? row.host ?? baseName(row.path);
}

export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
