import type { TableSpec } from './columns.ts';

/** Physical lines of one source, in order. */
export const lines: TableSpec = {
  /** 1-based. */
  line: { kind: 'count' },
  /** Bytes, in the decompressed source. */
  byte_offset: { kind: 'count' },
  /** event, continuation, blank or rejected. */
  kind: { kind: 'word' },
  event_id: { kind: 'count', absent: 'the line belongs to no event' },
  /** Invalid bytes are U+FFFD. */
  text: { kind: 'text' },
};

/** Lines that incidents point to, by incident, then in the order of their evidence. */
export const evidence: TableSpec = {
  incident_id: { kind: 'word' },
  event_id: { kind: 'count' },
  path: { kind: 'word' },
  member: { kind: 'word', absent: 'not inside an archive' },
  line: { kind: 'count' },
  byte_offset: { kind: 'count' },
  text: { kind: 'text' },
};
