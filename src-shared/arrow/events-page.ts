import type { TableSpec } from './columns.ts';

/** Events of an open list, in its order. */
export const eventsPage: TableSpec = {
  event_id: { kind: 'count' },
  source_id: { kind: 'int32' },
  path: { kind: 'word' },
  member: { kind: 'word', absent: 'not inside an archive' },
  /** 1-based. */
  line: { kind: 'count' },
  line_count: { kind: 'int32' },
  /** Bytes, in the decompressed source. */
  byte_offset: { kind: 'count' },
  time_ns: { kind: 'timeNs', absent: 'the event has no time' },
  /** OpenTelemetry SeverityNumber, 0 = unspecified. */
  severity: { kind: 'int32' },
  severity_text: { kind: 'word', absent: 'the line names no level' },
  service: { kind: 'word', absent: 'unknown' },
  host: { kind: 'word', absent: 'unknown' },
  component: { kind: 'word', absent: 'unknown' },
  template_id: { kind: 'word', absent: 'not mined yet' },
  content: { kind: 'text' },
  /** In wildcard order. */
  parameters: { kind: 'texts' },
  /** JSON object text. */
  attributes: { kind: 'text', absent: 'no further fields' },
};
