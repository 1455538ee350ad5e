/** Where an error points to: every field a user needs to find the spot; unknown is null, never 0. */
export interface ErrorLocation {
  readonly path: string | null;
  /** Archive member inside `path`. */
  readonly member: string | null;
  /** 1-based physical line. */
  readonly line: number | null;
  /** Stored bytes from 0. */
  readonly offset: number | null;
  /** Bytes after decompression from 0. */
  readonly decodedOffset: number | null;
}

export const NO_LOCATION: ErrorLocation = { path: null, member: null, line: null, offset: null, decodedOffset: null };

/** JSON-safe details carried by an error across thread, process and HTTP boundaries. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface SentinelErrorOptions {
  readonly location?: Partial<ErrorLocation>;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * Base of every error the product raises on purpose.
 * `code` is stable (`area.reason`); callers branch on it, never on `message`. The message says what failed, on which
 * file or id, and what to try.
 */
export class SentinelError extends Error {
  readonly code: string;
  readonly location: ErrorLocation;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, options: SentinelErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.location = { ...NO_LOCATION, ...options.location };
    this.details = options.details ?? {};
  }
}

export class IngestError extends SentinelError {}
export class ParsingError extends SentinelError {}
export class FeatureError extends SentinelError {}
export class ModelError extends SentinelError {}
export class LakeError extends SentinelError {}
export class CatalogError extends SentinelError {}
export class ReportError extends SentinelError {}
export class ContractError extends SentinelError {}

/** The user or a supervisor stopped the work: not a failure, and never logged as one. */
export class CancelledError extends SentinelError {
  constructor(message = 'Cancelled.') {
    super('job.cancelled', message);
  }
}
