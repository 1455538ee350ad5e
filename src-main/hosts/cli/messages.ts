import { SentinelError } from '#shared/base/errors.ts';
import type { StandardStream } from './standard-stream.ts';
import { showText } from './visible-text.ts';

export interface MessageOptions {
  readonly stream: StandardStream;
  readonly isQuiet: boolean;
  /** Honoured as https://no-color.org says: set and not empty means no colour. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Standard error: what a person reads while and after the work is done. Never data. */
export class Messages {
  readonly #stream: StandardStream;
  readonly #hasColor: boolean;
  readonly isQuiet: boolean;
  /** The progress line to be wiped before anything else is written. */
  #hasStatus = false;

  constructor({ stream, isQuiet, environment }: MessageOptions) {
    this.#stream = stream;
    this.isQuiet = isQuiet;
    this.#hasColor = stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
    // A closed stderr must not end the work.
    stream.on('error', () => undefined);
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number {
    return this.#stream.columns ?? 80;
  }

  /** A line for a person; nothing with --quiet. The text must be our own or passed through `showText`. */
  say(text: string): void {
    if (!this.isQuiet) this.#writeLine(text);
  }

  warn(text: string): void {
    if (!this.isQuiet) this.#writeLine(`${this.#paint('33', 'warning:')} ${text}`);
  }

  /** Always shown, also with --quiet. */
  fail(error: unknown): void {
    this.#writeLine(`${this.#paint('31', 'error:')} ${describeError(error).replaceAll('\n', '\n  ')}`);
  }

  /** Replaces the line at the bottom of a terminal; an empty text takes it away. */
  status(text: string): void {
    if (this.isQuiet || !this.isTerminal) return;
    this.#stream.write(`\r\u001b[K${text}`);
    this.#hasStatus = text !== '';
  }

  #writeLine(text: string): void {
    if (this.#hasStatus) this.status('');
    this.#stream.write(`${text}\n`);
  }

  #paint(code: string, text: string): string {
    return this.#hasColor ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** Message, place and code of an error; a defect shows its stack when LOG_SENTINEL_DEBUG is set. */
export function describeError(error: unknown): string {
  if (!(error instanceof SentinelError)) {
    const text =
      error instanceof Error ? (process.env['LOG_SENTINEL_DEBUG'] && error.stack) || error.message : String(error);
    return `something unexpected failed: ${showLines(text)}`;
  }
  const { path, member, line, offset } = error.location;
  const place = [
    path === null || error.message.includes(path) ? null : path,
    member === null ? null : `member ${member}`,
    line === null ? null : `line ${line}`,
    offset === null ? null : `byte ${offset}`,
  ].filter((part) => part !== null);
  const suffix = place.length === 0 ? '' : ` (${place.join(', ')})`;
  return `${showLines(error.message)}${showText(suffix)} [${error.code}]`;
}

/** Messages of SQL point into the statement below them: their lines stay lines. */
function showLines(text: string): string {
  return text.split('\n').map(showText).join('\n');
}
