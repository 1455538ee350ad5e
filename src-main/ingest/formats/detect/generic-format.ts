import { TimeFields } from '../../timestamps/time-fields.ts';
import { TimestampReader } from '../../timestamps/time-spec.ts';
import { plainSpec, TRIAL_TIME_CONTEXT } from '../base-spec.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { patternSpecificity } from '../pattern/specificity.ts';
import type { SampleLines } from './sample-lines.ts';
import { misreadTimes, type Trial, tryFormat } from './trial.ts';

/*
 * Headers of systems nobody described: where the timestamp is and how it is written (a head), then where level,
 * thread, process and component are (a tail). Heads and tails are tried on the sample; what explains it becomes a
 * pattern list like that of a named format.
 */

const TIME_SPECS = [
  '%+',
  '%Y/%m/%d %T%f',
  '%b %d %Y %T%f',
  '%b %d, %Y %I:%M:%S%f %p',
  '%b %d, %Y %T%f',
  '%a %b %d %T%f %Y',
  '%a %b %d %T%f %Z %Y',
  '%a, %d %b %Y %T%f %Z',
  '%d %b %Y %T%f %z',
  '%d %b %Y %T%f',
  '%d-%b-%Y %T%f',
  '%d/%b/%Y:%T%f %z',
  '%d/%b/%Y %T%f',
  '%D %I:%M:%S%f %p',
  '%D %T%f',
  '%D, %T%f',
  '%b %d %T%f',
  '%Y%m%d %T%f',
  '%Y%m%d-%T%f',
  '%Y%m%d.%H%M%S%f',
  '%Y-%jT%T%f',
  '%Y-%m-%d %H:%i:%o%f',
  '%Y/%m/%d %H:%i:%o%f',
  '%y%m%d %T%f',
  '%y%m%d %H%M%S',
  '%y/%m/%d %T%f',
  '%m-%d %T%f',
  '%m/%d %T%f',
  '%d %b %T%f',
  '%F',
  '%E',
  '%T%f',
];
/** Specs weak enough to match numbers that are no times; they must explain more of the sample. */
const WEAK_SPECS = new Set(['%F', '%E', '%T%f', '%m/%d %T%f', '%m-%d %T%f', '%y%m%d %H%M%S']);

const WEAK_WEIGHT = 0.25;

const WRAPPERS = ['T', '[T]', '(T)', '<T>', '"T"', 'T,', 'T:', '[T', 'ts=T', 'time=T'];
const PREFIXES = [
  '',
  '{level} ',
  '[{level}] ',
  '{level}: ',
  '[{level}]',
  '{level},',
  '{_} ',
  '[{_:any}] ',
  '{_} {_} ',
  '{_} {_} {_} ',
];

const TAILS = [
  ' {level} [{thread:any}] {component}: {message}',
  ' {level} [{thread:any}] {component} - {message}',
  ' [{thread:any}] {level} {component}: {message}',
  ' [{thread:any}] {level} {component} - {message}',
  ' [{thread:any}] {level}: {message}',
  ' [{thread:any}] {level} {message}',
  ' {level} [{component:any}] {message}',
  ' {level} {component} - {message}',
  ' {level} {component}: {message}',
  ' {level} ({component:any}) {message}',
  ' {level} <{component:any}> {message}',
  ' [{level}] [{component:any}] {message}',
  ' [{level}] [{component:any}]: {message}',
  ' [{level}] {component:name}: {message}',
  ' [{level}] {component:name} - {message}',
  ' [{level}] {message}',
  ' [{level}]: {message}',
  ' {level}: {message}',
  ' {level} - {message}',
  ' | {level} | {component:any} | {message}',
  ' | {level} | {message}',
  ' - {component} - {level} - {message}',
  ' - {level} - {component} - {message}',
  ' - {level} - {message}',
  ' - {level}: {message}',
  ' - {level} {message}',
  ' ({level}) {message}',
  ' <{level}> {message}',
  ' {level} {message}',
  ' {pid:int} {level} {component}: {message}',
  ' {pid:int} {level} {component} {message}',
  ' {pid:int} {level} {message}',
  ' {pid:int} [{level}] {message}',
  ' [{pid:int}] {level} {component}: {message}',
  ' [{pid:int}] {level} {message}',
  ' [{pid:int}] {level}: {message}',
  ' [{pid:int}] [{level}] {message}',
  ' {component:name} {level} {message}',
  ' {component:name} [{level}] {message}',
  ' {component:name}: {level}: {message}',
  ' {host:name} {component:name}[{pid:int}]: {message}',
  ' {component:name}[{pid:int}]: {message}',
  ' [{component:any}] {level}: {message}',
  ' [{component:any}] {message}',
  ' {component:name}: {message}',
  '|{level}|{component:any}|{message}',
  '|{level}|{message}',
  ',{level},{component:any},{message}',
  ',{level},{message}',
  '\\t{level}\\t{component:any}\\t{message}',
  '\\t{level}\\t{message}',
  ';{level};{message}',
  '[{level}] {message}',
  '[{level}]: {message}',
  ' [{pid:int}]{level}:{component:name}:{message}',
  ':{level}:{component:name}:{message}',
  ':{level}:{message}',
  ': {level}: {message}',
  ': {level} {message}',
];
const PLAIN_TAILS = [' - {message}', ': {message}', ' {message}', '{message}'];
const TIMELESS = [
  '[{level}] {component:name}: {message}',
  '[{level}] {message}',
  '{level}: {message}',
  '{level} - {message}',
  '<{level}> {message}',
  '{level} [{component:any}] {message}',
];

/** Lines the choice is made on; enough to see the layout, few enough for a thousand candidates. */
const HEAD_SAMPLE = 48;
/** No header is longer. */
const HEADER_BYTES = 400;
/** Share of the sample a tail must explain to become a pattern of its own. */
const TAIL_SHARE = 0.2;

/** The best header guess, or null when no candidate explains a fair share of the sample. */
export function guessGenericFormat(sample: SampleLines): Trial | null {
  const few = thin(sample, HEAD_SAMPLE);
  const head = bestHead(few);
  const patterns = head === null ? pickTails('', TIMELESS, few, 0.5) : pickTails(head, TAILS, few, TAIL_SHARE);
  if (head !== null) patterns.push(...PLAIN_TAILS.map((tail) => head + tail));
  if (patterns.length === 0) return null;
  const title = head === null ? 'Text with level words' : 'Text with time (layout guessed)';
  return tryFormat(genericSpec(patterns), title, true, sample);
}

function genericSpec(patterns: readonly string[]): ParserSpec {
  return { ...plainSpec(), format: 'generic', engine: 'pattern', time: TRIAL_TIME_CONTEXT, patterns, joinsLines: true };
}

/** The ways to write a time that occur at the start of some word of the headers. */
function occurringSpecs({ bytes, starts, ends }: SampleLines): string[] {
  const fields = new TimeFields();
  const occurs = (reader: TimestampReader): boolean =>
    starts.some((start, i) => {
      for (let at = start; at < ends[i]!; at++) {
        if (at > start && isWordByte(bytes[at - 1]!)) continue;
        if (reader.read(bytes, at, ends[i]!, fields) >= 0) return true;
      }
      return false;
    });
  return TIME_SPECS.filter((spec) => occurs(new TimestampReader(spec)));
}

function isWordByte(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
}

function bestHead(sample: SampleLines): string | null {
  let best: { head: string; score: number } | null = null;
  const specs = occurringSpecs(sample);
  for (const prefix of PREFIXES) {
    for (const wrapper of WRAPPERS) {
      for (const spec of specs) {
        const head = prefix + wrapper.replace('T', `{time:${spec}}`);
        const trial = tryFormat(genericSpec([`${head}{message}`]), '', true, sample);
        const hits = trial.events - 2 * misreadTimes(trial);
        const least = WEAK_SPECS.has(spec) ? 0.5 : 0.1;
        if (hits < Math.max(1, least * sample.starts.length)) continue;
        // A number that may be a time counts only where nothing that must be one is found.
        const weight = WEAK_SPECS.has(spec) ? WEAK_WEIGHT : 1;
        const score = hits * weight + trial.specificity / 100 - prefix.length / 1000;
        if (best === null || score > best.score) best = { head, score };
      }
    }
  }
  return best?.head ?? null;
}

/** Tails that explain lines no better tail explains, most specific first. */
function pickTails(head: string, tails: readonly string[], sample: SampleLines, share: number): string[] {
  const trials = tails
    .map((tail) => ({ pattern: head + tail, trial: tryFormat(genericSpec([head + tail]), '', true, sample) }))
    .filter(({ trial }) => trial.events > 0)
    .sort((a, b) => tailScore(b) - tailScore(a));
  const total = Math.max(1, ...trials.map(({ trial }) => trial.events));
  const isTaken = new Uint8Array(sample.starts.length);
  const picked: string[] = [];
  for (const { pattern, trial } of trials) {
    let fresh = 0;
    for (let i = 0; i < isTaken.length; i++) if (trial.isMatched[i] === 1 && isTaken[i] === 0) fresh++;
    const isCertain = trial.levels > 0 || fresh >= 0.8 * total;
    if (!isCertain || fresh < Math.max(1, share * total)) continue;
    picked.push(pattern);
    for (let i = 0; i < isTaken.length; i++) isTaken[i]! |= trial.isMatched[i]!;
  }
  return picked;
}

function tailScore({ pattern, trial }: { pattern: string; trial: Trial }): number {
  return trial.events * (10 + patternSpecificity(pattern));
}

/** At most `most` lines, evenly spread, each cut after its header. */
function thin(sample: SampleLines, most: number): SampleLines {
  const count = sample.starts.length;
  const picks = Array.from({ length: Math.min(count, most) }, (_, i) =>
    count <= most ? i : Math.floor((i * count) / most),
  );
  const starts = picks.map((i) => sample.starts[i]!);
  const ends = picks.map((i) => Math.min(sample.ends[i]!, sample.starts[i]! + HEADER_BYTES));
  return { bytes: sample.bytes, starts, ends };
}
