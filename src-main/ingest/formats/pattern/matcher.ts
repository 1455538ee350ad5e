import { TimeFields } from '../../timestamps/time-fields.ts';
import { AttributeKind, attributeName } from '../attributes-json.ts';
import type { ParsedLine } from '../parsed-line.ts';
import { SeverityWords, syslogSeverity } from '../severity-words.ts';
import { scanAny, scanInt, scanName, scanQuoted, scanStructuredData, scanTail, scanWord } from './scan-field.ts';
import { Op, Role, type Step } from './steps.ts';
import { isBlankByte, startsWith } from './stop-set.ts';

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const PRIORITY = attributeName('syslog.pri');
const STRUCTURED_DATA = attributeName('syslog.structured_data');

/** Runs compiled patterns over lines. Holds the state of one match, so it is not shared between parsers. */
export class PatternMatcher {
  /** Time fields of the last match; `hasTime` says whether the pattern read any. */
  readonly time = new TimeFields();
  hasTime = false;
  private readonly fraction = new TimeFields();
  private readonly levels: SeverityWords;
  private bytes: Uint8Array = new Uint8Array(0);
  private position = 0;
  private end = 0;
  private line: ParsedLine | null = null;
  private nanos = -1;

  constructor(levels: SeverityWords) {
    this.levels = levels;
  }

  /**
   * Matches the line from its start; without `{message}` in the pattern the content is what follows the last step.
   * @param out Reset by the caller; partly filled when the match fails.
   */
  match(steps: readonly Step[], bytes: Uint8Array, start: number, end: number, out: ParsedLine): boolean {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.line = out;
    this.hasTime = false;
    this.nanos = -1;
    out.ranges.bytes = bytes;
    if (!this.run(steps)) return false;
    if (this.nanos >= 0) this.time.nanos = this.nanos;
    if (out.contentStart < 0) out.contentStart = this.position;
    if (out.contentEnd < 0) out.contentEnd = this.end;
    return true;
  }

  private run(steps: readonly Step[]): boolean {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      if (step.op === Op.optional) this.tryGroup(step);
      else if (!this.take(step)) return false;
    }
    return true;
  }

  private tryGroup(step: Step): void {
    const out = this.line!;
    const position = this.position;
    const attributeCount = out.ranges.count;
    if (this.run(step.group)) return;
    this.position = position;
    out.ranges.count = attributeCount;
    for (const inner of step.group) clearRole(out, inner);
  }

  private take(step: Step): boolean {
    const { bytes, position, end } = this;
    switch (step.op) {
      case Op.literal:
        if (!startsWith(bytes, position, end, step.literal)) return false;
        this.position = position + step.literal.length;
        return true;
      case Op.blank:
        return this.takeBlank();
      case Op.time: {
        const after = step.reader!.read(bytes, position, end, this.time);
        if (after < 0) return false;
        this.hasTime = true;
        this.position = after;
        return true;
      }
      case Op.level:
        return this.takeLevel(step);
      case Op.word:
        return this.takeField(step, scanWord(bytes, position, end, step.stops));
      case Op.any:
        return this.takeField(step, scanAny(bytes, position, end, step.stops));
      case Op.rest:
        // RFC 5424 lets a byte order mark open the message.
        this.line!.contentStart = startsWith(bytes, position, end, BYTE_ORDER_MARK) ? position + 3 : position;
        this.line!.contentEnd = end;
        this.position = end;
        return true;
      case Op.int:
        return this.takeField(step, scanInt(bytes, position, end));
      default:
        return this.takeRare(step);
    }
  }

  private takeRare(step: Step): boolean {
    const { bytes, position, end } = this;
    switch (step.op) {
      case Op.name:
        return this.takeField(step, scanName(bytes, position, end));
      case Op.quoted:
        return this.takeField(step, scanQuoted(bytes, position, end));
      case Op.json:
        if (bytes[position] !== 0x7b || position >= end) return false;
        return this.takeField(step, end);
      case Op.mark:
        this.line!.contentStart = position;
        return true;
      case Op.tail:
        return this.takeTail(step);
      case Op.nanos: {
        const after = step.reader!.read(bytes, position, end, this.fraction);
        if (after < 0) return false;
        this.nanos = this.fraction.nanos;
        this.position = after;
        return true;
      }
      case Op.levelWord:
        return this.takeLevelWord(step);
      case Op.levelMark:
        return this.setLevel(position, position + 1);
      case Op.priority:
        return this.takePriority();
      case Op.structuredData:
        return this.takeStructuredData();
      default:
        return false;
    }
  }

  private takeBlank(): boolean {
    const { bytes, position, end } = this;
    let at = position;
    while (at < end && isBlankByte(bytes[at]!)) at++;
    this.position = at;
    return at > position || at === end;
  }

  /** @param fieldEnd Where the field ends, or -1 when it does not match. */
  private takeField(step: Step, fieldEnd: number): boolean {
    const start = this.position;
    if (fieldEnd <= start) return false;
    this.position = fieldEnd;
    if (step.op !== Op.any) {
      this.setRole(step, start, fieldEnd);
      return true;
    }
    let first = start;
    let last = fieldEnd;
    while (last > first && isBlankByte(this.bytes[last - 1]!)) last--;
    while (first < last && isBlankByte(this.bytes[first]!)) first++;
    this.setRole(step, first, last);
    return true;
  }

  private setRole(step: Step, start: number, end: number): void {
    const out = this.line!;
    // `-` is how headers write "nothing here".
    if (end - start === 1 && this.bytes[start] === 0x2d) return;
    switch (step.role) {
      case Role.component:
        out.componentStart = start;
        out.componentEnd = end;
        return;
      case Role.host:
        out.hostStart = start;
        out.hostEnd = end;
        return;
      case Role.service:
        out.serviceStart = start;
        out.serviceEnd = end;
        return;
      case Role.message:
        out.contentStart = start;
        out.contentEnd = end;
        return;
      case Role.attribute:
        out.ranges.add(step.attribute, start, end, step.attributeKind);
        return;
      default:
    }
  }

  /** A known level word; blanks around it are allowed inside brackets. */
  private takeLevel(step: Step): boolean {
    const { bytes, end } = this;
    let start = this.position;
    while (start < end && bytes[start] === 0x20) start++;
    let at = start;
    while (at < end && isWordByte(bytes[at]!)) at++;
    if (!this.setLevel(start, at)) return false;
    if (step.isPadded) while (this.position < end && bytes[this.position] === 0x20) this.position++;
    return true;
  }

  private takeLevelWord(step: Step): boolean {
    const { bytes, position, end } = this;
    const after = scanWord(bytes, position, end, step.stops);
    if (after <= position) return false;
    const out = this.line!;
    out.severity = Math.max(0, this.levels.find(bytes, position, after));
    out.severityStart = position;
    out.severityEnd = after;
    this.position = after;
    if (step.isPadded) while (this.position < end && bytes[this.position] === 0x20) this.position++;
    return true;
  }

  private setLevel(start: number, end: number): boolean {
    if (end > this.end) return false;
    const severity = this.levels.find(this.bytes, start, end);
    if (severity < 0) return false;
    const out = this.line!;
    out.severity = severity;
    out.severityStart = start;
    out.severityEnd = end;
    this.position = end;
    return true;
  }

  private takePriority(): boolean {
    const after = scanInt(this.bytes, this.position, this.end);
    if (after < 0 || after - this.position > 3) return false;
    let value = 0;
    for (let i = this.position; i < after; i++) value = value * 10 + (this.bytes[i]! - 0x30);
    if (value > 191) return false;
    this.line!.severity = syslogSeverity(value & 7);
    this.line!.ranges.add(PRIORITY, this.position, after, AttributeKind.number);
    this.position = after;
    return true;
  }

  private takeStructuredData(): boolean {
    const { bytes, position, end } = this;
    const after = scanStructuredData(bytes, position, end);
    if (after < 0) return false;
    this.position = after;
    if (after === position + 1) return true;
    this.line!.ranges.add(STRUCTURED_DATA, position, after, AttributeKind.text);
    const level = findParameter(bytes, position, after);
    if (level >= 0 && this.setLevel(level, scanQuoted(bytes, level, after))) this.position = after;
    return true;
  }

  private takeTail(step: Step): boolean {
    const start = scanTail(this.bytes, this.position, this.end);
    if (start < 0) return true;
    this.setRole(step, start, this.end - 1);
    let cut = start - 1;
    while (cut > this.position && isBlankByte(this.bytes[cut - 1]!)) cut--;
    this.end = cut;
    return true;
  }
}

const LEVEL_PARAMETER = new TextEncoder().encode(' level="');

/** Start of the value of a `level="..."` parameter, or -1. */
function findParameter(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i + LEVEL_PARAMETER.length < end; i++) {
    if (bytes[i] === 0x20 && startsWith(bytes, i, end, LEVEL_PARAMETER)) return i + LEVEL_PARAMETER.length;
  }
  return -1;
}

function isWordByte(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}

function clearRole(out: ParsedLine, step: Step): void {
  switch (step.role) {
    case Role.component:
      out.componentStart = -1;
      return;
    case Role.host:
      out.hostStart = -1;
      return;
    case Role.service:
      out.serviceStart = -1;
      return;
    case Role.message:
      out.contentStart = out.contentEnd = -1;
      return;
    case Role.level:
      out.severity = 0;
      out.severityStart = -1;
      return;
    default:
  }
}
