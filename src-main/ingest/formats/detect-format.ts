import { IngestError } from '#shared/base/errors.ts';
import type { FileWarning } from '#shared/domain/issue-class.ts';
import { plainSpec } from './base-spec.ts';
import { createLineParser } from './create-line-parser.ts';
import { findDefinition } from './definitions/all-formats.ts';
import { describeLine } from './describe-line.ts';
import { type Choice, chooseFormat, makeRating, tryDefinition } from './detect/choose-format.ts';
import { guessGenericFormat } from './detect/generic-format.ts';
import { findInnerFormats } from './detect/inner-formats.ts';
import { findOtherFormats } from './detect/other-formats.ts';
import { pickSampleLines, type SampleLines } from './detect/sample-lines.ts';
import { checkYear, guessTimeContext } from './detect/time-guesses.ts';
import { type Trial, tryFormat } from './detect/trial.ts';
import { unframe } from './envelope/octet-frames.ts';
import { stripEscapes } from './envelope/escape-line-parser.ts';
import { Scratch } from './scratch.ts';
import type { FormatDefinition } from './format-definition.ts';
import { LineVerdict } from './line-parser.ts';
import { ParsedLine } from './parsed-line.ts';
import type { DetectionContext, FormatDetection, ParserSpec, SampleFields } from './parser-spec.ts';
import { readPathOrigin } from '../sources/path-origin.ts';

/**
 * Finds the format of a source from the head of its text.
 * @param sample Whole UTF-8 lines; empty gives the plain format with confidence 0.
 * @throws IngestError `ingest.format-unknown` when `context.format` names no format; `ingest.timezone` | `ingest.year`.
 */
export function detectFormat(sample: Uint8Array, context: DetectionContext): FormatDetection {
  checkYear(context.year);
  const hasEscapes = sample.includes(ESC);
  const messages = unframe(sample);
  const text = messages ?? sample;
  const lines = pickSampleLines(hasEscapes ? withoutEscapes(text) : text);
  const { formats = [] } = context;
  const choice =
    context.format === undefined ? chooseFormat(lines, formats) : forcedChoice(context.format, lines, formats);
  const trial = withOtherFormats(choice, withInnerFormats(choice.trial, lines, formats), lines, formats);
  const timezone = context.timezone ?? (trial.spec.timezone === '' ? undefined : trial.spec.timezone);
  const guesses = guessTimeContext(trial.survey, { ...context, timezone });
  const inner = trial.spec.inner.map((innerSpec) => ({ ...innerSpec, time: guesses.time }));
  const others = trial.spec.others.map((other) => ({ ...other, time: guesses.time }));
  const defaultService = trial.spec.isEnvelope ? (readPathOrigin(context.path)?.service ?? '') : '';
  const framing = messages === null ? {} : { hasFrames: true, hasLongLines: !sample.includes(LF) };
  const spec: ParserSpec = { ...trial.spec, ...framing, time: guesses.time, inner, others, hasEscapes, defaultService };
  const share = context.format === undefined ? makeRating(lines)(trial).share : Math.min(1, choice.share);
  const warnings = trial.times === 0 ? [NO_TIMESTAMP, ...guesses.warnings] : guesses.warnings;
  return {
    format: spec.format,
    title: trial.title,
    confidence: spec.engine === 'plain' ? 0 : share,
    reason: context.format === PLAIN ? AS_IT_IS : explain({ ...choice, trial }, lines.starts.length),
    spec,
    warnings,
    fields: firstFields(spec, lines),
  };
}

/** Names that are no formats of their own, and can be asked for: each line as it is, and a header found by its look. */
const PLAIN = 'plain';
const GENERIC = 'generic';
const AS_IT_IS = 'Each line is an event as it is, as was asked for.';

const ESC = 0x1b;
const LF = 0x0a;

function withoutEscapes(sample: Uint8Array): Uint8Array {
  const clean = new Scratch();
  stripEscapes(sample, 0, sample.length, clean);
  return clean.bytes.subarray(0, clean.length);
}

/** An envelope is tried again with the formats of its text; its own times stay what the guesses are made from. */
function withInnerFormats(trial: Trial, lines: SampleLines, users: readonly FormatDefinition[]): Trial {
  if (!trial.spec.isEnvelope) return trial;
  const inner = findInnerFormats(trial.spec, lines, users);
  if (inner.length === 0) return trial;
  const full = tryFormat({ ...trial.spec, inner }, trial.title, trial.isLoose, lines);
  return trial.times === trial.events ? { ...full, survey: trial.survey } : full;
}

/** Tries the format again together with those of the lines it left over. */
function withOtherFormats(choice: Choice, trial: Trial, lines: SampleLines, users: readonly FormatDefinition[]): Trial {
  const others = findOtherFormats(choice, lines, users);
  return others.length === 0 ? trial : tryFormat({ ...trial.spec, others }, trial.title, trial.isLoose, lines);
}

const NO_TIMESTAMP: FileWarning = {
  class: 'W_NO_TIMESTAMP',
  count: 1,
  firstLine: 1,
  firstOffset: 0,
  message: 'No timestamp was found in the sample; events keep their line order and have no time.',
};

function forcedChoice(name: string, lines: SampleLines, users: readonly FormatDefinition[]): Choice {
  const definition = users.find((user) => user.name === name) ?? findDefinition(name);
  if (definition === undefined && name !== PLAIN && name !== GENERIC) {
    throw new IngestError(
      'ingest.format-unknown',
      `There is no log format "${name}"; list them with "log-sentinel formats".`,
    );
  }
  const guess = name === GENERIC ? guessGenericFormat(lines) : null;
  const trial =
    definition === undefined
      ? (guess ?? tryFormat(plainSpec(), 'Plain text', true, lines))
      : tryDefinition(definition, lines);
  const total = Math.max(1, lines.starts.length);
  return { trial, headerLines: total, share: (trial.events + trial.structural) / total };
}

function explain({ trial, headerLines }: Choice, lines: number): string {
  if (trial.spec.engine === 'plain') return `No known header on any of ${lines} sample lines: kept as plain text.`;
  const parts = [`${trial.events} of ${lines} sample lines start an event`];
  if (headerLines < lines) parts.push(`${lines - headerLines} look like continuations`);
  if (trial.spec.others.length > 0) {
    parts.push(`some by ${trial.spec.others.map(({ format }) => format).join(', ')}`);
  }
  if (trial.times > 0) parts.push(`${trial.times} have a time`);
  if (trial.levels > 0) parts.push(`${trial.levels} have a level`);
  if (trial.badTimes > 0) parts.push(`${trial.badTimes} have an impossible time`);
  return `${parts.join(', ')}.`;
}

/** The first event of the sample taken apart. */
function firstFields(spec: ParserSpec, lines: SampleLines): SampleFields | null {
  const parser = createLineParser(spec);
  parser.startBlock('');
  const line = new ParsedLine();
  for (let i = 0; i < lines.starts.length; i++) {
    const start = lines.starts[i]!;
    const end = lines.ends[i]!;
    if (parser.parse(lines.bytes, start, end, line) === LineVerdict.event)
      return describeLine(lines.bytes, start, end, line);
  }
  return null;
}
