/** Classes a user sees for trouble with an input or with the run; stable names, part of the CLI contract. */
export const ERROR_CLASSES = [
  'E_NOT_FOUND',
  'E_PERMISSION',
  'E_NOT_REGULAR',
  'E_LOOP',
  'E_SYMLINK_ESCAPE',
  'E_PATH_ESCAPE',
  'E_SOURCE_CHANGED',
  'E_EMPTY',
  'E_BINARY',
  'E_ENCODING',
  'E_TRUNCATED',
  'E_CORRUPT',
  'E_UNSUPPORTED',
  'E_ENCRYPTED',
  'E_PARSE',
  'E_LIMIT_SIZE',
  'E_LIMIT_DEPTH',
  'E_LIMIT_EXPANSION',
  'E_IO',
  'E_DISK_FULL',
  'E_READONLY',
  'E_OOM',
  'E_LOCKED',
  'E_CATALOG_CORRUPT',
  'E_MODEL_INVALID',
  'E_REGEX_INVALID',
  'E_REGEX_TIMEOUT',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

export const WARNING_CLASSES = [
  'W_INVALID_BYTES',
  'W_NUL',
  'W_LONE_CR',
  'W_LINE_TRUNCATED',
  'W_EVENT_TRUNCATED',
  'W_ENCODING_GUESSED',
  'W_TRAILING_GARBAGE',
  'W_SKIPPED',
  'W_DUPLICATE_FILE',
  'W_DUPLICATE_LINES',
  'W_NO_TIMESTAMP',
  'W_BAD_TIMESTAMP',
  'W_YEAR_INFERRED',
  'W_TZ_ASSUMED',
  'W_TZ_AMBIGUOUS',
  'W_DATE_AMBIGUOUS',
  'W_OUT_OF_ORDER',
  'W_PARSE',
  'W_DEPTH_CAP',
  'W_COLUMN_CAP',
] as const;
export type WarningClass = (typeof WARNING_CLASSES)[number];

/** An error of one input file: it stops that file (or a part of it), never the others. */
export interface FileError {
  readonly class: ErrorClass;
  /** 1-based; null when unknown. */
  readonly line: number | null;
  /** Stored bytes from 0; null when unknown. */
  readonly offset: number | null;
  /** Bytes after decompression; null when unknown or not compressed. */
  readonly decodedOffset: number | null;
  readonly message: string;
}

/** Line-level trouble, counted: `count` affected lines (1 for a file-wide guess). */
export interface FileWarning {
  readonly class: WarningClass;
  readonly count: number;
  readonly firstLine: number | null;
  readonly firstOffset: number | null;
  /** What was assumed or cut, for a person. */
  readonly message: string;
}

export type FileStatus = 'whole' | 'partial' | 'rejected' | 'skipped';
