import { Clock } from '../../timestamps/clock.ts';
import type { YearlessDates } from '../../timestamps/time-context.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { FieldFiller } from '../field-filler.ts';
import { Scratch } from '../scratch.ts';
import { appendJsonScalar, appendJsonString } from '../json/write-json.ts';
import { type FieldKeys, fieldKeys } from '../keys.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { startsWith } from '../pattern/stop-set.ts';
import { severityWords } from '../severity-words.ts';
import { appendPair } from '../append-pair.ts';
import { recordLimit } from '../record-span.ts';
import { cleanColumnName } from './column-name.ts';
import { closingQuote, RowCells } from './split-row.ts';

const decoder = new TextDecoder();
const PREAMBLES = ['#TYPE ', 'sep='].map((text) => new TextEncoder().encode(text));
/** State while a quoted cell is open at the end of a line. */
const OPEN = 'q';

/** Parses delimited rows under the header found in the sample (`spec.columns`). A quoted line break joins lines. */
export class CsvLineParser implements LineParser {
  readonly joinsLines = true;
  private readonly clock: Clock;
  private readonly filler: FieldFiller;
  private readonly cells = new RowCells();
  private readonly names: readonly string[];
  private readonly columns: readonly Uint8Array[];
  private readonly roles = Array.from({ length: FIELD_ROLES }, () => -1);
  private readonly header: Uint8Array;
  private readonly separator: number;
  private readonly decoded = new Scratch();
  private readonly content = new Scratch();
  private readonly spansLines: boolean;
  private readonly leastCells: number;
  recordEnd = 0;
  private isOpen = false;
  private bytes: Uint8Array = new Uint8Array(0);
  private lineStart = 0;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    const encoder = new TextEncoder();
    this.clock = new Clock(spec.time, survey);
    this.filler = new FieldFiller(this.clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
    this.spansLines = spec.spansLines;
    this.leastCells = spec.leastCells;
    this.names = spec.columns;
    this.columns = spec.columns.map((column) => encoder.encode(column));
    this.separator = spec.separator.charCodeAt(0);
    this.header = encoder.encode(spec.structural[0] ?? '');
    this.assignRoles(fieldKeys(spec.keys));
  }

  private assignRoles(keys: FieldKeys): void {
    const ranks = Array.from({ length: FIELD_ROLES }, () => 256);
    const encoder = new TextEncoder();
    this.names.forEach((column, index) => {
      const name = encoder.encode(cleanColumnName(column));
      const found = keys.find(name, 0, name.length);
      const role = found >> 8;
      if (found < 0 || (found & 255) >= ranks[role]!) return;
      ranks[role] = found & 255;
      this.roles[role] = index;
    });
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    if (bytes !== this.bytes || start < this.lineStart) this.recordEnd = 0;
    this.bytes = bytes;
    this.lineStart = start;
    if (start < this.recordEnd) return LineVerdict.noMatch;
    if (this.isOpen) {
      const close = closingQuote(bytes, start, end);
      this.isOpen = close < 0 || this.opensAgain(bytes, close + 1, end);
      return LineVerdict.noMatch;
    }
    if (this.isStructure(bytes, start, end)) return LineVerdict.structural;
    const limit = this.spansLines ? recordLimit(bytes, start) : end;
    this.cells.splitAt(this.separator, bytes, start, end, limit);
    // Open at the end of what can be seen, the row goes on in the next block; open before that, the quote is just text.
    this.isOpen = this.cells.isOpen && limit === bytes.length;
    if (!this.isOpen && this.cells.count < Math.min(this.columns.length, this.leastCells)) return LineVerdict.noMatch;
    this.recordEnd = this.cells.rowEnd;
    this.fill(bytes, start, this.recordEnd, out);
    return LineVerdict.event;
  }

  /** The header, repeated ones included, and the lines PowerShell and Excel put before it. */
  private isStructure(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.header.length > 0 && end - start === this.header.length && startsWith(bytes, start, end, this.header))
      return true;
    return PREAMBLES.some((preamble) => startsWith(bytes, start, end, preamble));
  }

  /** True when another quoted cell of the row is still open at the end of this line. */
  private opensAgain(bytes: Uint8Array, at: number, end: number): boolean {
    const next = bytes.indexOf(this.separator, at);
    if (next < 0 || next >= end) return false;
    this.cells.splitAt(this.separator, bytes, next + 1, end);
    return this.cells.isOpen;
  }

  private fill(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    const { cells } = this;
    this.fillTime(bytes, out);
    const level = this.cellOf(FieldRole.level);
    if (level >= 0) this.filler.setLevel(bytes, cells.start[level]!, cells.end[level]!, out);
    const service = this.cellOf(FieldRole.service);
    if (service >= 0) out.serviceText = this.text(bytes, service);
    const host = this.cellOf(FieldRole.host);
    if (host >= 0) out.hostText = this.text(bytes, host);
    const component = this.cellOf(FieldRole.component);
    if (component >= 0) out.componentText = this.text(bytes, component);
    this.writeAttributes(bytes, out.attributesBuffer);
    this.fillContent(bytes, start, end, out);
  }

  private fillTime(bytes: Uint8Array, out: ParsedLine): void {
    const { cells } = this;
    const date = this.cellOf(FieldRole.date);
    const time = this.cellOf(FieldRole.time) < 0 ? date : this.cellOf(FieldRole.time);
    if (time < 0) return;
    if (date >= 0 && date !== time) this.filler.setDate(bytes, cells.start[date]!, cells.end[date]!);
    this.filler.setTime(bytes, cells.start[time]!, cells.end[time]!, isAllDigits(bytes, cells, time), out);
  }

  /** The message, or without one the cells that have no role as `name=value`. */
  private fillContent(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    const { cells, content } = this;
    const message = this.cellOf(FieldRole.message);
    out.contentStart = message < 0 ? start : cells.start[message]!;
    out.contentEnd = message < 0 ? end : cells.end[message]!;
    content.length = 0;
    if (message < 0) this.writePairs(bytes, content);
    else if (this.decode(bytes, message)) content.append(this.decoded.bytes, 0, this.decoded.length);
    if (content.length === 0) return;
    out.content = content.bytes;
    out.contentStart = 0;
    out.contentEnd = content.length;
  }

  private writePairs(bytes: Uint8Array, out: Scratch): void {
    const { cells } = this;
    for (let i = 0; i < cells.count && i < this.columns.length; i++) {
      if (this.roles.includes(i) || cells.end[i] === cells.start[i]) continue;
      const isDecoded = this.decode(bytes, i);
      const from = isDecoded ? this.decoded.bytes : bytes;
      const first = isDecoded ? 0 : cells.start[i]!;
      appendPair(out, this.columns[i]!, from, first, isDecoded ? this.decoded.length : cells.end[i]!);
    }
  }

  /** Cell of a role on this row, -1 when the row has none or it is empty. */
  private cellOf(role: FieldRole): number {
    const cell = this.roles[role]!;
    return cell >= 0 && cell < this.cells.count && this.cells.end[cell]! > this.cells.start[cell]! ? cell : -1;
  }

  private text(bytes: Uint8Array, cell: number): string {
    if (this.decode(bytes, cell)) return this.decoded.text();
    return decoder.decode(bytes.subarray(this.cells.start[cell], this.cells.end[cell]));
  }

  /** True when the cell has doubled quotes; it is then decoded in `decoded`. */
  private decode(bytes: Uint8Array, cell: number): boolean {
    const { cells, decoded } = this;
    const end = cells.end[cell]!;
    if (cells.isQuoted[cell] === 0) return false;
    decoded.length = 0;
    decoded.reserve(end - cells.start[cell]!);
    let isChanged = false;
    for (let i = cells.start[cell]!; i < end; i++) {
      decoded.bytes[decoded.length++] = bytes[i]!;
      if (bytes[i] !== 0x22 || i + 1 >= end || bytes[i + 1] !== 0x22) continue;
      i++;
      isChanged = true;
    }
    return isChanged;
  }

  private writeAttributes(bytes: Uint8Array, attributes: Scratch): void {
    const { cells } = this;
    attributes.length = 0;
    for (let i = 0; i < cells.count && i < this.columns.length; i++) {
      if (this.roles.includes(i) || cells.end[i] === cells.start[i]) continue;
      const name = this.columns[i]!;
      attributes.appendByte(attributes.length === 0 ? 0x7b : 0x2c);
      appendJsonString(attributes, name, 0, name.length);
      attributes.appendByte(0x3a);
      if (this.decode(bytes, i)) appendJsonString(attributes, this.decoded.bytes, 0, this.decoded.length);
      else appendJsonScalar(attributes, bytes, cells.start[i]!, cells.end[i]!);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }

  more(): boolean {
    return false;
  }

  get state(): string {
    return this.isOpen ? OPEN : '';
  }

  startBlock(state: string): void {
    this.clock.startBlock('');
    this.isOpen = state === OPEN;
    this.bytes = new Uint8Array(0);
    this.recordEnd = 0;
  }

  get yearless(): YearlessDates | null {
    return this.clock.yearless;
  }
}

/** A cell of digits is an epoch, in the unit its size tells. */
function isAllDigits(bytes: Uint8Array, cells: RowCells, cell: number): boolean {
  const start = cells.start[cell]!;
  const end = cells.end[cell]!;
  for (let i = start; i < end; i++) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false;
  return end > start;
}
