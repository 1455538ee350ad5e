import { AnyTimeReader } from '../../timestamps/any-time.ts';
import { ABSENT } from '../../timestamps/time-fields.ts';
import { FieldKeys } from '../keys.ts';
import { recordLimit } from '../record-span.ts';
import { FieldRole, type RoleKeys } from '../role-keys.ts';
import { cleanColumnName } from '../table/column-name.ts';
import { RowCells } from '../table/split-row.ts';
import type { SampleLines } from './sample-lines.ts';

const SEPARATORS = [',', '\t', ';', '|'];
const NAME = /^[\p{L}@_#][\p{L}\p{N}@_ .()[\]%#/:$&-]{0,63}$/u;
/** Lines that PowerShell and Excel put before the header. */
const PREAMBLE = /^(?:#TYPE |sep=)/;
/** Share of the rows that must have as many cells as the header. */
const EVEN_SHARE = 0.8;
/** Share of a column's values that must be times for it to be the time of the rows. */
const TIME_SHARE = 0.8;
/** Rows a column's values are judged by. */
const JUDGED_ROWS = 40;

export interface CsvLayout {
  readonly columns: readonly string[];
  readonly separator: string;
  readonly header: string;
  /** The time column, where its name does not tell it. */
  readonly keys: RoleKeys;
}

/** The header row of a delimited table, when the sample starts with one and a column is a time or a message. */
export function findCsvLayout(sample: SampleLines): CsvLayout | null {
  const decoder = new TextDecoder();
  const text = (i: number): string => decoder.decode(sample.bytes.subarray(sample.starts[i], sample.ends[i]));
  const first = sample.starts.findIndex((_, i) => i > 1 || !PREAMBLE.test(text(i)));
  if (first < 0 || sample.starts.length < first + 2) return null;
  for (const separator of SEPARATORS) {
    const columns = readHeader(sample, first, separator);
    if (columns === null) continue;
    const rows = readRows(sample, first + 1, separator);
    const even = rows.filter((row) => row.length === columns.length);
    if (even.length < EVEN_SHARE * rows.length || even.length === 0) continue;
    const keys = findRoles(columns, even.slice(0, JUDGED_ROWS));
    if (keys !== null) return { columns, separator, header: text(first), keys };
  }
  return null;
}

function readHeader(sample: SampleLines, line: number, separator: string): string[] | null {
  const decoder = new TextDecoder();
  const cells = new RowCells();
  const { bytes } = sample;
  cells.splitAt(separator.charCodeAt(0), bytes, sample.starts[line]!, sample.ends[line]!);
  if (cells.count < 2) return null;
  const columns = Array.from({ length: cells.count }, (_, i) =>
    decoder.decode(bytes.subarray(cells.start[i], cells.end[i])).trim(),
  );
  return columns.every((column) => NAME.test(column)) ? columns : null;
}

/** Cells of the sample's rows; a row over several lines is one. */
function readRows(sample: SampleLines, from: number, separator: string): string[][] {
  const decoder = new TextDecoder();
  const cells = new RowCells();
  const { bytes } = sample;
  const rows: string[][] = [];
  let taken = 0;
  for (let i = from; i < sample.starts.length; i++) {
    const start = sample.starts[i]!;
    if (start < taken) continue;
    cells.splitAt(separator.charCodeAt(0), bytes, start, sample.ends[i]!, recordLimit(bytes, start));
    taken = cells.rowEnd;
    rows.push(
      Array.from({ length: cells.count }, (_, cell) =>
        decoder.decode(bytes.subarray(cells.start[cell], cells.end[cell])),
      ),
    );
  }
  return rows;
}

/** Names beyond those the header tells; null when the table has neither time nor message. */
function findRoles(columns: readonly string[], rows: readonly (readonly string[])[]): RoleKeys | null {
  const keys = new FieldKeys();
  const roles = columns.map((column) => {
    const name = new TextEncoder().encode(cleanColumnName(column));
    return keys.find(name, 0, name.length) >> 8;
  });
  const isTime = (column: number): boolean => {
    const times = rows.filter((row) => isTimeText(row[column] ?? '')).length;
    return times >= TIME_SHARE * rows.length;
  };
  const named = columns.findIndex((_, i) => roles[i] === FieldRole.time || roles[i] === FieldRole.date);
  const isLog = roles.includes(FieldRole.message) && columns.length > 2;
  if (named >= 0 && (columns.length > 2 || isTime(named))) return {};
  const found = columns.findIndex((_, i) => isTime(i));
  if (found >= 0) return { time: [columns[found]!] };
  return isLog ? {} : null;
}

/** A date with a time of day, or an epoch number of ten digits or more. */
function isTimeText(text: string): boolean {
  const bytes = new TextEncoder().encode(text.trim());
  const reader = new AnyTimeReader();
  if (!reader.read(bytes, 0, bytes.length)) return false;
  const { fields } = reader;
  return fields.isEpoch ? bytes.length >= 10 : fields.month !== ABSENT && fields.hour !== ABSENT;
}
