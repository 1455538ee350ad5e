import { CancelledError, SentinelError } from '#shared/base/errors.ts';

/** Exit codes of the command line: part of its contract. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  anomaliesFound: 3,
  inputIncomplete: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** A command line that cannot be run as written; the message says what to write instead. */
export class UsageError extends SentinelError {
  constructor(message: string, cause?: unknown) {
    super('cli.usage', message, cause === undefined ? {} : { cause });
  }
}

/** Codes that mean "the options were wrong", wherever they were found to be. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  'cli.usage',
  'contract.bad-input',
  'formats.exists',
  'generator.too-few-events',
  'generator.span-too-short',
  'ingest.format-invalid',
  'ingest.format-several',
  'ingest.format-unknown',
  'model.bad-reference',
  'model.unknown-detector',
  'model.wrong-kind',
  'score.unknown-detector',
]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof CancelledError) return ExitCode.interrupted;
  return error instanceof SentinelError && USAGE_CODES.has(error.code) ? ExitCode.usage : ExitCode.failed;
}
