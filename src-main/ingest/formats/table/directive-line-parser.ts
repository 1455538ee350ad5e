import { Clock } from '../../timestamps/clock.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { FieldFiller } from '../field-filler.ts';
import { appendJsonScalar, appendJsonString } from '../json/write-json.ts';
import { Scratch } from '../scratch.ts';
import { type FieldKeys, fieldKeys } from '../keys.ts';
import { FieldRole } from '../role-keys.ts';
import { type LineParser, LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { NO_LAYOUT, readDirective, type TableLayout } from './table-layout.ts';
import { RowCells } from './split-row.ts';

const HASH = 0x23;
const decoder = new TextDecoder();

/**
 * Tables whose columns are named by directives in the file: W3C extended (`#Fields:`) and Zeek (`#fields`). The
 * directives in force are the parser's state; they may change in mid-file.
 */
export class DirectiveLineParser implements LineParser {
  readonly joinsLines = false;
  readonly yearless = null;
  private readonly clock: Clock;
  private readonly filler: FieldFiller;
  private readonly keys: FieldKeys;
  private readonly cells = new RowCells();
  private readonly stamp = new Scratch();
  private layout: TableLayout = NO_LAYOUT;

  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    this.clock = new Clock(spec.time, survey);
    this.keys = fieldKeys(spec.keys);
    this.filler = new FieldFiller(this.clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    if (bytes[start] === HASH) {
      this.layout = readDirective(this.layout, decoder.decode(bytes.subarray(start, end)), this.keys);
      return LineVerdict.structural;
    }
    const { layout, cells } = this;
    if (layout.columns.length === 0) return LineVerdict.noMatch;
    if (layout.separator === '') cells.splitAtBlanks(bytes, start, end);
    else cells.splitAt(layout.separator.charCodeAt(0), bytes, start, end);
    if (cells.count < Math.min(2, layout.columns.length)) return LineVerdict.noMatch;
    this.setTime(bytes, out);
    this.setNames(bytes, out);
    out.contentStart = this.contentStart(start);
    out.contentEnd = end;
    this.writeAttributes(bytes, out.attributesBuffer);
    return LineVerdict.event;
  }

  /** Joins date, time and zone of the row or the directives and reads them as one timestamp. */
  private setTime(bytes: Uint8Array, out: ParsedLine): void {
    const { layout, cells, stamp } = this;
    if (layout.timestampColumn >= 0 && layout.timestampColumn < cells.count) {
      const column = layout.timestampColumn;
      this.filler.setTime(bytes, cells.start[column]!, cells.end[column]!, false, out);
      return;
    }
    if (layout.timeColumn < 0 || layout.timeColumn >= cells.count) return;
    stamp.length = 0;
    const date = layout.dateColumn;
    if (date >= 0 && date < cells.count) stamp.append(bytes, cells.start[date]!, cells.end[date]!);
    else this.appendText(layout.date);
    stamp.appendByte(0x20);
    stamp.append(bytes, cells.start[layout.timeColumn]!, cells.end[layout.timeColumn]!);
    this.appendText(layout.isLocal ? '' : layout.offset);
    this.filler.setTime(stamp.bytes, 0, stamp.length, false, out);
  }

  private appendText(text: string): void {
    for (let i = 0; i < text.length; i++) this.stamp.appendByte(text.charCodeAt(i));
  }

  private setNames(bytes: Uint8Array, out: ParsedLine): void {
    const { layout, cells } = this;
    const level = layout.roles[FieldRole.level]!;
    if (level >= 0 && level < cells.count) this.filler.setLevel(bytes, cells.start[level]!, cells.end[level]!, out);
    const host = layout.roles[FieldRole.host]!;
    if (host >= 0 && host < cells.count && !this.isNil(bytes, host)) {
      out.hostStart = cells.start[host]!;
      out.hostEnd = cells.end[host]!;
    }
    if (layout.name !== '') out.componentText = layout.name;
  }

  /** The row after its leading date and time cells. */
  private contentStart(start: number): number {
    const { layout, cells } = this;
    let first = 0;
    while (first < cells.count && layout.isTimeColumn[first] === true) first++;
    if (first === 0 || first >= cells.count) return start;
    return cells.start[first]! - cells.isQuoted[first]!;
  }

  private writeAttributes(bytes: Uint8Array, attributes: Scratch): void {
    const { layout, cells } = this;
    attributes.length = 0;
    for (let i = 0; i < cells.count && i < layout.columnBytes.length; i++) {
      if (layout.isTimeColumn[i] === true || this.isNil(bytes, i)) continue;
      const name = layout.columnBytes[i]!;
      attributes.appendByte(attributes.length === 0 ? 0x7b : 0x2c);
      appendJsonString(attributes, name, 0, name.length);
      attributes.appendByte(0x3a);
      appendJsonScalar(attributes, bytes, cells.start[i]!, cells.end[i]!);
    }
    if (attributes.length > 0) attributes.appendByte(0x7d);
  }

  /** `-` and Zeek's `(empty)`. */
  private isNil(bytes: Uint8Array, cell: number): boolean {
    const length = this.cells.end[cell]! - this.cells.start[cell]!;
    const first = bytes[this.cells.start[cell]!];
    return length === 0 || (length === 1 && first === 0x2d) || (length === 7 && first === 0x28);
  }

  more(): boolean {
    return false;
  }

  get state(): string {
    return this.layout === NO_LAYOUT ? '' : this.layout.source;
  }

  startBlock(state: string): void {
    this.clock.startBlock('');
    this.layout = NO_LAYOUT;
    if (state === '') return;
    for (const line of state.split('\n')) this.layout = readDirective(this.layout, line, this.keys);
  }
}
