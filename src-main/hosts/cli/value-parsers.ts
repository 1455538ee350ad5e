import { InvalidArgumentError } from 'commander';
import { parseThreshold, THRESHOLD_FORMS, type WantedThreshold } from '#shared/domain/threshold-policy.ts';

/** Parsers of option values; each throws commander's InvalidArgumentError, which ends in exit code 2. */
export function parseWholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^[0-9](?:_?[0-9])*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    if (!(value >= low && value <= high)) throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`);
    return value;
  };
}

export function parsePositive(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** `60s`, `500ms`, `5m`, `1.5h`, `1d`, or plain seconds. */
export function parseSeconds(text: string): number {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?) ?(ms|s|min|m|h|d)?$/.exec(text) ?? [];
  const seconds = Number(number) * (SECONDS_OF_UNIT[unit] ?? Number.NaN);
  if (!(seconds > 0)) throw new InvalidArgumentError('Give a duration such as 60s, 5m or 1h.');
  return seconds;
}

/** `+3600s`, `-1.5h`, `250ms`: a duration with a sign, in seconds. */
export function parseOffset(text: string): number {
  const isBack = text.startsWith('-');
  const length = text.replace(/^[+-]/, '');
  return /^0+(?:\.0+)?(?:ms|s|m|min|h|d)?$/.test(length) ? 0 : (isBack ? -1 : 1) * parseSeconds(length);
}

/** A value for one file or folder; `path` null for all files. */
export interface ForFile {
  readonly path: string | null;
  readonly value: string;
}

/** `VALUE` or `FILE=VALUE`, to be given several times. The last `=` parts the two: a path may hold more. */
export function parseForFile(text: string, previous: readonly ForFile[] | undefined): ForFile[] {
  const at = text.lastIndexOf('=');
  if (at === 0 || at === text.length - 1 || text === '') throw new InvalidArgumentError('Give VALUE or FILE=VALUE.');
  const one = at < 0 ? { path: null, value: text } : { path: text.slice(0, at), value: text.slice(at + 1) };
  return [...(previous ?? []), one];
}

const BYTES_OF_UNIT: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** `512M`, `1GiB`, `1.5G`, or plain bytes; units are powers of 1024. */
export function parseBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (BYTES_OF_UNIT[unit.toLowerCase()] ?? Number.NaN));
  if (number === '' || !(bytes > 0)) throw new InvalidArgumentError('Give a size such as 512M or 2G.');
  return bytes;
}

/** `auto`, a number or a policy. */
export function parseThresholdOption(text: string): WantedThreshold {
  const wanted = parseThreshold(text);
  if (wanted === null) throw new InvalidArgumentError(`Give ${THRESHOLD_FORMS}.`);
  return wanted;
}

/** Words separated by commas. */
export function parseList(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.some((word) => word === '')) throw new InvalidArgumentError('Give words separated by commas.');
  return words;
}

export function parseOneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InvalidArgumentError(`Give one of ${words.join(', ')}.`);
    return word;
  };
}

export function parseListOf<T extends string>(words: readonly T[]): (text: string) => T[] {
  const parseWord = parseOneOf(words);
  return (text) => (text === '' || text === 'none' ? [] : parseList(text).map(parseWord));
}
