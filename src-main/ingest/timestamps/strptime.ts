import { IngestError } from '#shared/base/errors.ts';
import { compileTimeSpec } from './compile-time-spec.ts';

/*
 * strptime as C, Python, Ruby and lnav write it, turned into a time spec (see compile-time-spec.ts). Padding flags
 * (`%-d`, `%_H`) are dropped: numbers are read with and without.
 */

const SPECS: Readonly<Record<string, string>> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  b: '%b',
  B: '%b',
  h: '%b',
  d: '%d',
  e: '%d',
  a: '%a',
  A: '%a',
  H: '%H',
  k: '%H',
  I: '%I',
  l: '%I',
  M: '%M',
  S: '%S',
  p: '%p',
  P: '%p',
  z: '%z',
  Z: '%z',
  j: '%j',
  s: '%s',
  // lnav: milliseconds, microseconds and nanoseconds since 1970.
  i: '%Q',
  '6': '%Q',
  '9': '%Q',
  F: '%F',
  T: '%T',
  D: '%m/%d/%y',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  c: '%a %b %d %T %Y',
  x: '%m/%d/%y',
  X: '%T',
  n: ' ',
  t: '\t',
  '%': '%%',
};

/** Microseconds, milliseconds (lnav, Ruby), nanoseconds (lnav, Ruby). */
const FRACTIONS = new Set(['f', 'L', 'N']);
const MARKS = new Set(['.', ',', ':']);

/**
 * The time spec of a strptime format.
 * @throws IngestError `ingest.time-spec` for a directive that tells no time (`%U`) or is not known, and for text that is
 * not ASCII; `details.at` is its place, from 0.
 */
export function strptimeToSpec(format: string): string {
  let spec = '';
  for (let i = 0; i < format.length; i++) {
    const start = i;
    const char = format[i]!;
    if (char !== '%') {
      if (char.charCodeAt(0) > 126) throw specError(format, start, `"${char}" is not ASCII`);
      spec += char;
      continue;
    }
    while ('-_0^#:'.includes(format[i + 1] ?? 'x')) i++;
    const digits = /^[369](?=[fLN])/.exec(format.slice(i + 1))?.[0] ?? '';
    i += digits.length;
    const letter = format[++i] ?? '';
    if (FRACTIONS.has(letter)) {
      const mark = spec.at(-1) ?? '';
      // Our fraction takes its mark with it, and may be missing.
      spec = MARKS.has(mark) ? `${spec.slice(0, -1)}%f` : `${spec}%q`;
    } else {
      const found = SPECS[letter];
      if (found === undefined) throw specError(format, start, `%${letter} is not known`);
      spec += found;
    }
  }
  compileTimeSpec(spec);
  return spec;
}

export function specError(format: string, at: number, problem: string): IngestError {
  return new IngestError('ingest.time-spec', `Bad time format "${format}" at character ${at + 1}: ${problem}.`, {
    details: { at, problem },
  });
}
