import type { FieldKeys } from '../keys.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';

/** What the directives read so far say about the rows that follow. */
export interface TableLayout {
  /** The directives that made it, one a line: replaying them gives the same layout. */
  readonly source: string;
  readonly columns: readonly string[];
  readonly columnBytes: readonly Uint8Array[];
  /** One character, or '' for runs of blanks. */
  readonly separator: string;
  readonly dateColumn: number;
  readonly timeColumn: number;
  /** Column that holds date and time in one. */
  readonly timestampColumn: number;
  readonly isTimeColumn: readonly boolean[];
  /** Column by role, -1 when there is none. */
  readonly roles: readonly number[];
  /** Date of rows that only have a time (`#Date:`). */
  readonly date: string;
  /** Zone of the rows (`#GMT-Offset:`), '' when none is stated. */
  readonly offset: string;
  /** Times are local to the machine that logged (`time-local`). */
  readonly isLocal: boolean;
  /** Zeek's `#path`. */
  readonly name: string;
}

export const NO_LAYOUT: TableLayout = {
  source: '',
  columns: [],
  columnBytes: [],
  separator: '',
  dateColumn: -1,
  timeColumn: -1,
  timestampColumn: -1,
  isTimeColumn: [],
  roles: Array.from({ length: FIELD_ROLES }, () => -1),
  date: '',
  offset: '',
  isLocal: false,
  name: '',
};

const KEPT = /^#(?:separator|path|Date|Start-Date|GMT-Offset|Fields)\b/i;

/** Applies one `#` line to the layout; unknown ones change nothing. */
export function readDirective(layout: TableLayout, line: string, keys: FieldKeys): TableLayout {
  if (!KEPT.test(line)) return layout;
  const text = line.trimEnd();
  const source = layout.source === '' ? text : `${withoutSame(layout.source, text)}\n${text}`;
  const next = { ...layout, source };
  const value = text.replace(/^#[\w-]+:?\s*/, '');
  if (/^#separator/i.test(text)) return { ...next, separator: decodeEscape(value) };
  if (/^#path/i.test(text)) return { ...next, name: value };
  if (/^#GMT-Offset/i.test(text)) return { ...next, offset: /^[+-]\d{4}$/.test(value) ? value : '' };
  if (/^#(?:Start-)?Date/i.test(text)) return { ...next, date: value.slice(0, 10) };
  return withColumns(next, value.split(layout.separator === '' ? /\s+/ : layout.separator), keys);
}

/** Drops the earlier directive of the same name, so that the state does not grow. */
function withoutSame(source: string, line: string): string {
  const name = /^#[\w-]+/.exec(line)?.[0].toLowerCase() ?? '';
  return source
    .split('\n')
    .filter((known) => /^#[\w-]+/.exec(known)?.[0].toLowerCase() !== name)
    .join('\n');
}

function withColumns(layout: TableLayout, columns: readonly string[], keys: FieldKeys): TableLayout {
  const encoder = new TextEncoder();
  const columnBytes = columns.map((column) => encoder.encode(column));
  const find = (pattern: RegExp): number => columns.findIndex((column) => pattern.test(column));
  const timeColumn = find(/^time(?:-local|-utc)?$/i);
  const dateColumn = find(/^date(?:-local|-utc)?$/i);
  const timestampColumn = timeColumn >= 0 ? -1 : find(/^(?:ts|timestamp|datetime)$/i);
  const roles = Array.from({ length: FIELD_ROLES }, () => -1);
  columnBytes.forEach((name, index) => {
    const found = keys.find(name, 0, name.length);
    if (found >= 0 && roles[found >> 8] === -1) roles[found >> 8] = index;
  });
  roles[FieldRole.host] = find(/^(?:s-computername|host)$/i);
  return {
    ...layout,
    columns,
    columnBytes,
    timeColumn,
    dateColumn,
    timestampColumn,
    roles,
    isTimeColumn: columns.map((_, index) => [timeColumn, dateColumn, timestampColumn].includes(index)),
    isLocal: /-local$/i.test(columns[timeColumn] ?? ''),
  };
}

/** `\x09` as Zeek writes its separator. */
function decodeEscape(text: string): string {
  const hex = /^\\x([0-9a-f]{2})$/i.exec(text)?.[1];
  return hex === undefined ? text.slice(0, 1) : String.fromCharCode(Number.parseInt(hex, 16));
}
