import { compileTimeSpec } from './compile-time-spec.ts';
import { specError } from './strptime.ts';

/* Date patterns of Java (SimpleDateFormat, DateTimeFormatter) and the names log4j and logback have for some of them. */

const NAMES: Readonly<Record<string, string>> = {
  DEFAULT: '%F %T%f',
  DEFAULT_MICROS: '%F %T%f',
  DEFAULT_NANOS: '%F %T%f',
  DEFAULT_PERIOD: '%F %T%f',
  ISO8601: '%+',
  ISO8601_BASIC: '%Y%m%dT%H%M%S%f',
  ISO8601_BASIC_PERIOD: '%Y%m%dT%H%M%S%f',
  ISO8601_OFFSET_DATE_TIME_HH: '%+',
  ISO8601_OFFSET_DATE_TIME_HHMM: '%+',
  ISO8601_OFFSET_DATE_TIME_HHCMM: '%+',
  ISO8601_PERIOD: '%+',
  ISO8601_PERIOD_MICROS: '%+',
  STRICT: '%+',
  ABSOLUTE: '%T%f',
  ABSOLUTE_MICROS: '%T%f',
  ABSOLUTE_NANOS: '%T%f',
  ABSOLUTE_PERIOD: '%T%f',
  COMPACT: '%Y%m%d%H%M%S%q',
  DATE: '%d %b %Y %T%f',
  DATE_PERIOD: '%d %b %Y %T%f',
  UNIX: '%s',
  UNIX_MILLIS: '%Q',
};

/** The spec of a run of one letter. */
function letterSpec(letter: string, count: number): string | null {
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? '%y' : '%Y';
    case 'M':
    case 'L':
      return count >= 3 ? '%b' : '%m';
    case 'd':
      return '%d';
    case 'D':
      return '%j';
    case 'H':
    case 'k':
      return '%H';
    case 'h':
    case 'K':
      return '%I';
    case 'm':
      return count === 1 ? '%i' : '%M';
    case 's':
      return count === 1 ? '%o' : '%S';
    case 'a':
      return '%p';
    case 'E':
      return '%a';
    case 'z':
    case 'Z':
    case 'X':
    case 'x':
    case 'O':
    case 'V':
      return '%z';
    default:
      return null;
  }
}

/**
 * The time spec of a Java date pattern or of one of the names log4j and logback have for patterns.
 * @throws IngestError `ingest.time-spec`; `details.at` is the place, from 0.
 */
export function javaTimeToSpec(pattern: string): string {
  const named = NAMES[pattern.trim()];
  if (named !== undefined) return named;
  let spec = '';
  for (let i = 0; i < pattern.length; ) {
    const char = pattern[i]!;
    if (char === "'") {
      const { text, next } = readQuoted(pattern, i);
      spec += escapeSpec(text);
      i = next;
    } else if (/[A-Za-z]/.test(char)) {
      let end = i;
      while (pattern[end] === char) end++;
      spec = appendLetters(pattern, i, end, spec);
      i = end;
    } else {
      // Optional sections are read as if they were there: fractions and zones may be missing by themselves.
      if (char !== '[' && char !== ']') spec += escapeSpec(char);
      i++;
    }
  }
  compileTimeSpec(spec);
  return spec;
}

function appendLetters(pattern: string, start: number, end: number, spec: string): string {
  const letter = pattern[start]!;
  if (letter === 'S' || letter === 'n') {
    const hasMark = /[.,:]$/.test(spec);
    return hasMark ? `${spec.slice(0, -1)}%f` : `${spec}%q`;
  }
  const found = letterSpec(letter, end - start);
  if (found === null) throw specError(pattern, start, `"${letter}" tells no time`);
  return spec + found;
}

function readQuoted(pattern: string, start: number): { text: string; next: number } {
  if (pattern[start + 1] === "'") return { text: "'", next: start + 2 };
  let text = '';
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] !== "'") text += pattern[i];
    else if (pattern[i + 1] === "'") text += pattern[++i];
    else return { text, next: i + 1 };
  }
  throw specError(pattern, start, 'the quote is not closed');
}

function escapeSpec(text: string): string {
  return text.replaceAll('%', '%%');
}
