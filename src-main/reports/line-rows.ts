/** One physical line of the case with the event it starts; what the CSV and JSON exports write. */
export interface LineRow {
  readonly path: string;
  readonly member: string | null;
  readonly line: number;
  readonly byteOffset: number;
  readonly kind: string;
  /** Set on the line that starts an event. */
  readonly eventId: number | null;
  /** RFC 3339. */
  readonly time: string | null;
  readonly severity: number | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly component: string | null;
  readonly templateId: string | null;
  readonly text: string;
}

export const LINE_COLUMNS = [
  'path',
  'member',
  'line',
  'byteOffset',
  'kind',
  'eventId',
  'time',
  'severity',
  'service',
  'host',
  'component',
  'templateId',
  'text',
] as const satisfies readonly (keyof LineRow)[];

/** Rows in source and line order, in batches of a bounded size. */
export type LineBatches = AsyncIterable<readonly LineRow[]>;
