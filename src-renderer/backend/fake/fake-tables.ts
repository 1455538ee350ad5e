import { Table } from 'apache-arrow';
import type { ParsedTableQuery } from '#shared/contract/tables.ts';
import { severityBand } from '#shared/domain/severity.ts';
import { ints, longs, numbers, texts } from './arrow-vectors.ts';
import { FAKE_TEMPLATES, fakeEvent, fakeTime, random } from './fake-log.ts';

/** Tables with the columns of the Arrow routes, made in memory. */

const PATH = '/var/log/shop/app.log';
export function eventsTable(ids: readonly number[], count: number): Table {
  const events = ids.map((at) => fakeEvent(at, count));
  return new Table({
    event_id: numbers(events.map((event) => event.eventId)),
    path: texts(events.map(() => PATH)),
    line: numbers(events.map((event) => event.line)),
    line_count: ints(events.map((event) => event.lineCount)),
    time_ns: longs(events.map((event) => event.timeNs)),
    severity: ints(events.map((event) => event.template.severity)),
    service: texts(events.map((event) => event.template.service)),
    host: texts(events.map((event) => event.host)),
    component: texts(events.map(() => null)),
    template_id: texts(events.map((event) => event.template.templateId)),
    content: texts(events.map((event) => event.content)),
  });
}

/** @param ids Event numbers that pass the filter; null counts every one (sampled and scaled above 200,000). */
export function histogramTable(
  ids: readonly number[] | null,
  count: number,
  query: ParsedTableQuery<'histogram'>,
): Table {
  const { buckets } = query;
  const from = query.fromNs ?? fakeTime(0, count);
  const to = query.toNs ?? fakeTime(count - 1, count) + 1n;
  const width = (to - from) / BigInt(buckets);
  const bands = Array.from({ length: 7 }, () => Array.from({ length: buckets }, () => 0));
  const total = ids?.length ?? count;
  const step = Math.max(1, Math.floor(total / 200_000));
  for (let i = 0; i < total; i += step) {
    const event = fakeEvent(ids?.[i] ?? i, count);
    if (event.timeNs < from || event.timeNs >= to) continue;
    const bucket = Math.min(buckets - 1, Number((event.timeNs - from) / width));
    const band = bands[severityBand(event.template.severity)];
    if (band !== undefined) band[bucket] = (band[bucket] ?? 0) + step;
  }
  const starts = Array.from({ length: buckets }, (_, bucket) => from + BigInt(bucket) * width);
  return new Table({
    start_ns: longs(starts),
    end_ns: longs(starts.map((start) => start + width)),
    ...Object.fromEntries(bands.map((band, at) => [`severity_${at}`, numbers(band)])),
  });
}

export function templatesTable(ids: readonly number[] | null, count: number): Table {
  const total = ids?.length ?? count;
  const step = Math.max(1, Math.floor(total / 100_000));
  const seen = new Map<string, { count: number; first: number; last: number }>();
  for (let i = 0; i < total; i += step) {
    const event = fakeEvent(ids?.[i] ?? i, count);
    const known = seen.get(event.template.templateId);
    if (known === undefined)
      seen.set(event.template.templateId, { count: step, first: event.eventId, last: event.eventId });
    else {
      known.count += step;
      known.last = event.eventId;
    }
  }
  const rows = FAKE_TEMPLATES.filter((template) => seen.has(template.templateId)).toSorted(
    (a, b) => (seen.get(a.templateId)?.count ?? 0) - (seen.get(b.templateId)?.count ?? 0),
  );
  return new Table({
    template_id: texts(rows.map((row) => row.templateId)),
    template: texts(rows.map((row) => row.text)),
    name: texts(rows.map(() => null)),
    count: numbers(rows.map((row) => seen.get(row.templateId)?.count ?? 0)),
    first_time_ns: longs(rows.map((row) => fakeTime(seen.get(row.templateId)?.first ?? 0, count))),
    last_time_ns: longs(rows.map((row) => fakeTime(seen.get(row.templateId)?.last ?? 0, count))),
  });
}

export function templateHistogramTable(count: number, buckets: number): Table {
  const ids: string[] = [];
  const at: number[] = [];
  const counts: number[] = [];
  const cells = new Map<string, number>();
  const step = Math.max(1, Math.floor(count / 100_000));
  for (let i = 0; i < count; i += step) {
    const key = `${fakeEvent(i, count).template.templateId}|${Math.floor((i / count) * buckets)}`;
    cells.set(key, (cells.get(key) ?? 0) + step);
  }
  for (const [key, cell] of cells) {
    const [templateId, bucket] = key.split('|');
    ids.push(templateId ?? '');
    at.push(Number(bucket));
    counts.push(cell);
  }
  return new Table({ template_id: texts(ids), bucket: ints(at), count: numbers(counts) });
}

const WINDOWS = 1440;

/** One minute windows over the day: low noise, high where the incidents lie. */
export function scoresTable(count: number, spans: readonly { startNs: bigint; endNs: bigint; score: number }[]): Table {
  const from = fakeTime(0, count);
  const width = 60_000_000_000n;
  const starts = Array.from({ length: WINDOWS }, (_, at) => from + BigInt(at) * width);
  const scores = starts.map((start, at) => {
    const hit = spans.find((span) => start <= span.endNs && start + width > span.startNs);
    return hit === undefined ? random(at, 77) ** 3 * 0.82 : hit.score - random(at, 78) * 0.03;
  });
  return new Table({
    unit_id: texts(starts.map((start) => `w${start}`)),
    start_ns: longs(starts),
    end_ns: longs(starts.map((start) => start + width)),
    events: numbers(starts.map((_, at) => Math.floor(100 + random(at, 5) * 60))),
    score: numbers(scores),
  });
}

export function linesTable(query: ParsedTableQuery<'lines'>, count: number): Table {
  const first = Math.max(1, query.line - query.before);
  const last = Math.min(count, query.line + query.after);
  const lines = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return new Table({
    line: numbers(lines),
    byte_offset: numbers(lines.map((line) => line * 90)),
    kind: texts(lines.map(() => 'event')),
    event_id: numbers(lines.map((line) => line - 1)),
    text: texts(lines.map((line) => fakeEvent(line - 1, count).content)),
  });
}
