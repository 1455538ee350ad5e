import { IngestError } from '#shared/base/errors.ts';

/*
 * A timestamp spec is compiled to a list of codes and read without making strings.
 *   %+ year-first date and time in any ISO like spelling, zone included     %F %Y-%m-%d     %T %H:%M:%S
 *   %Y year  %y two-digit year  %m month 1-2 digits  %b month name  %d day, may be blank padded  %a weekday name
 *   %D two numbers whose order (day, month) is told by the context, then the year     %H %M %S %I %p
 *   %i minute and %o second of 1-2 digits     %j day of the year     %f optional fraction with its dot, comma or colon
 *   %q digits of a fraction without mark
 *   %L milliseconds without padding, with their mark     %z any zone     %s epoch seconds, maybe with fraction
 *   %Q epoch number, unit by magnitude     %E the same with at least nine digits     %N epoch microseconds
 *   %@ TAI64N label (`@` and 24 hex digits)     %% percent     blank = one or more blanks
 */

export const Directive = {
  blank: 256,
  year: 257,
  shortYear: 258,
  month: 259,
  monthName: 260,
  day: 261,
  weekday: 262,
  openDate: 263,
  hour: 264,
  minute: 265,
  second: 266,
  halfDay: 267,
  fraction: 268,
  zone: 269,
  epochSeconds: 270,
  epochAny: 271,
  iso: 272,
  epochMicros: 273,
  longEpoch: 274,
  shortMinute: 275,
  shortSecond: 276,
  dayOfYear: 277,
  plainMillis: 278,
  tai64n: 279,
  bareFraction: 280,
} as const;

const LETTERS: Readonly<Record<string, readonly number[]>> = {
  '+': [Directive.iso],
  Y: [Directive.year],
  y: [Directive.shortYear],
  m: [Directive.month],
  b: [Directive.monthName],
  d: [Directive.day],
  e: [Directive.day],
  a: [Directive.weekday],
  D: [Directive.openDate],
  H: [Directive.hour],
  I: [Directive.hour],
  M: [Directive.minute],
  S: [Directive.second],
  p: [Directive.halfDay],
  f: [Directive.fraction],
  z: [Directive.zone],
  Z: [Directive.zone],
  s: [Directive.epochSeconds],
  Q: [Directive.epochAny],
  N: [Directive.epochMicros],
  E: [Directive.longEpoch],
  i: [Directive.shortMinute],
  o: [Directive.shortSecond],
  j: [Directive.dayOfYear],
  L: [Directive.plainMillis],
  '@': [Directive.tai64n],
  q: [Directive.bareFraction],
  '%': [0x25],
  F: [Directive.year, 0x2d, Directive.month, 0x2d, Directive.day],
  T: [Directive.hour, 0x3a, Directive.minute, 0x3a, Directive.second],
};

/** @throws IngestError `ingest.time-spec` for an unknown directive. */
export function compileTimeSpec(spec: string): Int16Array {
  const codes: number[] = [];
  for (let i = 0; i < spec.length; i++) {
    const char = spec[i]!;
    if (char === ' ') codes.push(Directive.blank);
    else if (char !== '%') codes.push(char.charCodeAt(0));
    else {
      const directive = LETTERS[spec[++i] ?? ''];
      if (directive === undefined) {
        throw new IngestError('ingest.time-spec', `Unknown directive %${spec[i] ?? ''} in the time spec "${spec}".`);
      }
      codes.push(...directive);
    }
  }
  return new Int16Array(codes);
}
