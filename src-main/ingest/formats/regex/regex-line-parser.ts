import { TimeFields } from '../../timestamps/time-fields.ts';
import { TimestampReader } from '../../timestamps/time-spec.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { FieldFiller } from '../field-filler.ts';
import { ClockedLineParser } from '../clocked-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import type { ParsedLine } from '../parsed-line.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { FIELD_ROLES, FieldRole } from '../role-keys.ts';
import { severityWords } from '../severity-words.ts';
import { startsWith } from '../pattern/stop-set.ts';
import { compileRegex } from './compile-regex.ts';
import { assignRoles, type RegexRoles } from './regex-roles.ts';
import { RegexMatcher } from './regex-matcher.ts';

interface Expression extends RegexRoles {
  readonly matcher: RegexMatcher;
}

/** Times that only a capture can be told to be: in a field of any kind they would be numbers. */
const RARE_TIMES = [
  '%m%d %H:%M:%S%f',
  '%Y%m%d %T%f',
  '%b-%d %T%f',
  '%m.%d %T%f',
  '%m/%d/%Y %I:%M:%S%f %p %Z',
  '%m/%d/%Y %I:%M:%S%f %p',
  '%y%m%d %T%f',
  '%M:%S%f',
  '+%s',
];

/** Parses text lines by regular expressions with named captures, tried in order. */
export class RegexLineParser extends ClockedLineParser {
  readonly joinsLines: boolean;
  private readonly expressions: readonly Expression[];
  private readonly structural: readonly Uint8Array[];
  private readonly readers: readonly TimestampReader[];
  private readonly readsAnyTime: boolean;
  private readonly fields = new TimeFields();
  private readonly filler: FieldFiller;
  private readonly defaultSeverity: number;
  private readonly levelPatterns: readonly { readonly matcher: RegexMatcher; readonly severity: number }[];

  /** @throws IngestError `ingest.regex-invalid` | `ingest.time-spec` for a spec that was not checked. */
  constructor(spec: ParserSpec, survey: TimeSurvey | null = null) {
    super(spec.time, survey);
    this.joinsLines = spec.joinsLines;
    this.defaultSeverity = spec.defaultSeverity;
    this.expressions = spec.patterns.map((pattern) => {
      const program = compileRegex(pattern);
      return { matcher: new RegexMatcher(program), ...assignRoles(program.names, spec.keys, spec.numberFields) };
    });
    this.levelPatterns = spec.levelPatterns.map(({ pattern, severity }) => ({
      matcher: new RegexMatcher(compileRegex(pattern)),
      severity,
    }));
    this.structural = spec.structural.map((text) => new TextEncoder().encode(text));
    this.readers = (spec.timeSpecs.length > 0 ? spec.timeSpecs : RARE_TIMES).map((text) => new TimestampReader(text));
    this.readsAnyTime = spec.timeSpecs.length === 0;
    this.filler = new FieldFiller(this.clock, severityWords(spec.levels, spec.hasCommonLevels), spec.levelScale);
  }

  parse(bytes: Uint8Array, start: number, end: number, out: ParsedLine): LineVerdict {
    out.reset();
    for (const expression of this.expressions) {
      if (!expression.matcher.search(bytes, start, end)) continue;
      this.fill(expression, bytes, end, out);
      return LineVerdict.event;
    }
    for (const literal of this.structural) if (startsWith(bytes, start, end, literal)) return LineVerdict.structural;
    return LineVerdict.noMatch;
  }

  private fill({ matcher, roles, attributes }: Expression, bytes: Uint8Array, end: number, out: ParsedLine): void {
    const { slots } = matcher;
    out.ranges.bytes = bytes;
    for (let role = 0; role < FIELD_ROLES; role++) {
      const capture = firstCapture(roles[role]!, slots);
      if (capture >= 0) this.fillRole(role as FieldRole, bytes, slots[capture * 2]!, slots[capture * 2 + 1]!, out);
    }
    if (out.severity === 0) out.severity = this.defaultSeverity;
    for (const { captures, name, kind } of attributes) {
      const capture = firstCapture(captures, slots);
      if (capture >= 0) out.ranges.add(name, slots[capture * 2]!, slots[capture * 2 + 1]!, kind);
    }
    if (out.contentStart >= 0) return;
    // Without a message it is what follows the match; where nothing does, the match.
    const after = slots[1]!;
    out.contentStart = after < end ? after : slots[0]!;
    out.contentEnd = end;
  }

  private fillRole(role: FieldRole, bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    switch (role) {
      case FieldRole.time:
        return this.fillTime(bytes, start, end, out);
      case FieldRole.level:
        return this.fillLevel(bytes, start, end, out);
      case FieldRole.message:
        out.contentStart = start;
        out.contentEnd = end;
        return;
      case FieldRole.service:
        out.serviceStart = start;
        out.serviceEnd = end;
        return;
      case FieldRole.host:
        out.hostStart = start;
        out.hostEnd = end;
        return;
      case FieldRole.component:
        out.componentStart = start;
        out.componentEnd = end;
        return;
      case FieldRole.nanos:
        return this.filler.setNanos(bytes, start, end, out);
      default:
        if (!out.hasTime) this.fillTime(bytes, start, end, out);
    }
  }

  private fillLevel(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    this.filler.setLevel(bytes, start, end, out);
    if (out.severity > 0) return;
    const found = this.levelPatterns.find(({ matcher }) => matcher.search(bytes, start, end));
    if (found !== undefined) out.severity = found.severity;
  }

  private fillTime(bytes: Uint8Array, start: number, end: number, out: ParsedLine): void {
    if (this.readsAnyTime) {
      this.filler.setTime(bytes, start, end, isNumber(bytes, start, end), out);
      if (out.hasTime) return;
    }
    const isRead = this.readers.some((reader) => reader.read(bytes, start, end, this.fields) === end);
    if (isRead) this.placeTime(this.fields, out);
    else {
      out.hasTime = false;
      out.badTime = true;
    }
  }
}

/** The first of the captures that took part and is not empty, or -1. */
function firstCapture(captures: readonly number[], slots: Int32Array): number {
  for (const capture of captures)
    if (slots[capture * 2]! >= 0 && slots[capture * 2 + 1]! > slots[capture * 2]!) return capture;
  return -1;
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if ((byte < 0x30 || byte > 0x39) && byte !== 0x2e) return false;
  }
  return end > start;
}
