import { AnyTimeReader } from '../../timestamps/any-time.ts';
import { Clock } from '../../timestamps/clock.ts';
import { specOf, TRIAL_TIME_CONTEXT } from '../base-spec.ts';
import { createLineParser } from '../create-line-parser.ts';
import { describeLine } from '../describe-line.ts';
import type { FormatDefinition, FormatSample } from '../format-definition.ts';
import { LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { SampleFields } from '../parser-spec.ts';
import { severityOf } from './compile-format.ts';
import type { FormatFileSample } from './format-file.ts';

export interface SampleProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Reads the samples by their format and compares what they say of themselves. */
export function checkSamples(
  definition: FormatDefinition,
  samples: readonly FormatFileSample[],
): { readonly samples: FormatSample[]; readonly problems: SampleProblem[] } {
  const read: FormatSample[] = [];
  const problems: SampleProblem[] = [];
  samples.forEach((sample, i) => {
    const stated = typeof sample === 'string' ? { line: sample } : sample;
    const found = readSample(definition, stated.line);
    if (found === null) {
      problems.push({ path: [i], message: 'The format does not match this line.' });
      return;
    }
    if (found.badTime) problems.push({ path: [i], message: 'The time of this line is none that exists.' });
    problems.push(...compareSample(stated, found.fields).map(({ path, message }) => ({ path: [i, ...path], message })));
    read.push(toSample(found.fields));
  });
  return { samples: read, problems };
}

function readSample(
  definition: FormatDefinition,
  text: string,
): { readonly fields: SampleFields; readonly badTime: boolean } | null {
  const parser = createLineParser(specOf(definition));
  parser.startBlock('');
  const bytes = new TextEncoder().encode(text);
  const newline = bytes.indexOf(0x0a);
  const end = newline < 0 ? bytes.length : newline;
  const line = new ParsedLine();
  if (parser.parse(bytes, 0, end, line) !== LineVerdict.event || line.isMalformed) return null;
  return { fields: describeLine(bytes, 0, end, line), badTime: line.badTime };
}

type Stated = Exclude<FormatFileSample, string>;

function compareSample(stated: Stated, found: SampleFields): SampleProblem[] {
  const problems: SampleProblem[] = [];
  const complain = (field: string, wanted: unknown, got: unknown): void => {
    problems.push({ path: [field], message: `This should be ${show(wanted)}; the format reads ${show(got)}.` });
  };
  if (stated.time !== undefined && !isSameTime(stated.time, found.time)) complain('time', stated.time, found.time);
  if (stated.level !== undefined) {
    const wanted = stated.level === null ? 0 : severityOf(stated.level);
    if (wanted === null) problems.push({ path: ['level'], message: `"${stated.level}" is no level.` });
    else if (wanted !== found.severity) complain('level', stated.level, found.severityText ?? null);
  }
  for (const field of ['service', 'host', 'component'] as const) {
    const wanted = stated[field];
    if (wanted !== undefined && wanted !== found[field]) complain(field, wanted, found[field]);
  }
  if (stated.message !== undefined && stated.message !== found.content)
    complain('message', stated.message, found.content);
  return problems;
}

function show(value: unknown): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}

function isSameTime(wanted: string | null, found: string | null): boolean {
  if (wanted === null || found === null) return wanted === found;
  return instantOf(wanted) === instantOf(found);
}

/** Nanoseconds since 1970 of any way to write a time; null for what is none. */
function instantOf(text: string): bigint | null {
  const reader = new AnyTimeReader();
  const bytes = new TextEncoder().encode(text);
  const clock = new Clock(TRIAL_TIME_CONTEXT);
  if (!reader.read(bytes, 0, bytes.length) || !clock.resolve(reader.fields)) return null;
  return BigInt(clock.epochSeconds) * 1_000_000_000n + BigInt(clock.nanos);
}

function toSample({ line, time, severity, service, host, component, content }: SampleFields): FormatSample {
  return {
    line,
    time,
    severity,
    content,
    ...(service === null ? {} : { service }),
    ...(host === null ? {} : { host }),
    ...(component === null ? {} : { component }),
  };
}
