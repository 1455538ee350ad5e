import { FieldKeys, FieldRole } from '../keys.ts';
import { RowCells } from '../table/split-row.ts';
import type { SampleLines } from './sample-lines.ts';

const SEPARATORS = [',', '\t', ';', '|'];
const NAME = /^[\p{L}@_][\p{L}\p{N}@_ .()#/:-]{0,63}$/u;
/** Share of the rows that must have as many cells as the header. */
const EVEN_SHARE = 0.8;

export interface CsvLayout {
  readonly columns: readonly string[];
  readonly separator: string;
  readonly header: string;
}

/** The header row of a delimited table, when the sample starts with one that names a time or a message. */
export function findCsvLayout(sample: SampleLines): CsvLayout | null {
  if (sample.starts.length < 2) return null;
  for (const separator of SEPARATORS) {
    const layout = readHeader(sample, separator);
    if (layout !== null && isEven(sample, layout)) return layout;
  }
  return null;
}

function readHeader(sample: SampleLines, separator: string): CsvLayout | null {
  const decoder = new TextDecoder();
  const cells = new RowCells();
  const { bytes } = sample;
  cells.splitAt(separator.charCodeAt(0), bytes, sample.starts[0]!, sample.ends[0]!);
  if (cells.count < 3) return null;
  const columns = Array.from({ length: cells.count }, (_, i) =>
    decoder.decode(bytes.subarray(cells.start[i], cells.end[i])).trim(),
  );
  if (!columns.every((column) => NAME.test(column))) return null;
  const keys = new FieldKeys();
  const roles = columns.map((column) => {
    const name = new TextEncoder().encode(column);
    return keys.find(name, 0, name.length) >> 8;
  });
  const isLog = roles.includes(FieldRole.time) || roles.includes(FieldRole.message);
  const header = decoder.decode(bytes.subarray(sample.starts[0], sample.ends[0]));
  return isLog ? { columns, separator, header } : null;
}

function isEven(sample: SampleLines, { columns, separator }: CsvLayout): boolean {
  const cells = new RowCells();
  let even = 0;
  let isOpen = false;
  for (let i = 1; i < sample.starts.length; i++) {
    cells.splitAt(separator.charCodeAt(0), sample.bytes, sample.starts[i]!, sample.ends[i]!);
    if (cells.count === columns.length || cells.isOpen || isOpen) even++;
    isOpen = cells.isOpen;
  }
  return even >= EVEN_SHARE * (sample.starts.length - 1);
}
