import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { TimeContext } from '../timestamps/time-context.ts';
import type { FormatDefinition } from './format-definition.ts';
import type { RoleKeys } from './role-keys.ts';

/** Everything a worker needs to parse the lines of one source; structured-cloneable and JSON-safe. */
export interface ParserSpec {
  /** Name of the format definition, or `generic` / `plain`. */
  readonly format: string;
  readonly time: TimeContext;
  /** Patterns tried in order (text formats). */
  readonly patterns: readonly string[];
  /** Level words or marks of the format, beyond the common ones. */
  readonly levels: Readonly<Record<string, number>>;
  readonly hasCommonLevels: boolean;
  /** Starts of lines that are structure, not events. */
  readonly structural: readonly string[];
  readonly joinsLines: boolean;
  /** Terminal escapes occur and are taken out before parsing. */
  readonly hasEscapes: boolean;
  /** Lines are made of frames with a count of bytes in front (RFC 6587). */
  readonly hasFrames: boolean;
  readonly engine: ParserEngine;
  /** Names of fields by role, before the common ones (JSON, logfmt, tables). */
  readonly keys: RoleKeys;
  /** Severity of events that state none. */
  readonly defaultSeverity: number;
  /** Numbers in a JSON or logfmt level field. */
  readonly levelScale: LevelScale;
  /** Columns in force at the start of a table (CSV header, W3C fields given by the sample's header). */
  readonly columns: readonly string[];
  readonly separator: string;
  /** Tables: a line with fewer cells is no row. */
  readonly leastCells: number;
  /** Further formats of the same file, for lines this one does not know. */
  readonly others: readonly ParserSpec[];
  /** Service of events that name none (from the path of a container log), or ''. */
  readonly defaultService: string;
  /** The content is text of another log, wrapped. */
  readonly isEnvelope: boolean;
  /** Formats of the text inside an envelope (container logs), tried in order. */
  readonly inner: readonly ParserSpec[];
  /** Records reach over several lines: the parser may look beyond the line it is given. */
  readonly spansLines: boolean;
  /** Lines a header takes (text formats). */
  readonly headerLines: number;
  /** JSON: members that lead from a document to its records, outermost first; empty when each record stands alone. */
  readonly batch: readonly string[];
  /** JSON over lines: blanks in front of the brace that opens a record; -1 where records start inside a line. */
  readonly recordIndent: number;
  /** A line of the sample is longer than the sample: lines are kept up to `MAX_DOCUMENT_LINE`. */
  readonly hasLongLines: boolean;
  /** Fields whose values, joined by blanks, are the message; empty where one field is. */
  readonly parts: readonly string[];
  /** Content of records without a message: the text as it stands, or what has no role as `name=value`. */
  readonly wholeContent: 'text' | 'pairs';
  /** XML: names of the elements that are records. */
  readonly elements: readonly string[];
  /** Records of one field a line. */
  readonly record: KeyedRecord | null;
  /** Ways the time field is written (see time-spec.ts), with the regex engine; empty: any. */
  readonly timeSpecs: readonly string[];
  /** Levels by expressions, with the regex engine: tried in order on a level that is no known word. */
  readonly levelPatterns: readonly LevelPattern[];
  /** Captures whose values are numbers, with the regex engine. */
  readonly numberFields: readonly string[];
  /** Zone of times without one, where the format states it, or ''. */
  readonly timezone: string;
}

/** A level told by a regular expression. */
export interface LevelPattern {
  readonly pattern: string;
  readonly severity: number;
}

export type ParserEngine =
  | 'pattern'
  | 'regex'
  | 'json'
  | 'otlp'
  | 'logfmt'
  | 'w3c'
  | 'zeek'
  | 'csv'
  | 'xml'
  | 'keyed'
  | 'ltsv'
  | 'mysql-slow'
  | 'plain';

/** How records written one field a line lie in the text. */
export interface KeyedRecord {
  /** What the first line of a record starts with. */
  readonly starts: readonly string[];
  /** Between name and value. */
  readonly separator: string;
  /** A record ends at a blank line, or where the next one starts. */
  readonly ends: 'blank' | 'start';
  /** Values that are no text follow their name with a length in front. */
  readonly hasBinary: boolean;
}

export type LevelScale = 'none' | 'bunyan' | 'python' | 'syslog' | 'otel' | 'dotnet' | 'windows';

/** A sample line taken apart, for showing the guess. */
export interface SampleFields {
  readonly line: string;
  /** RFC 3339 with nanoseconds, UTC; null without time. */
  readonly time: string | null;
  readonly severity: number;
  readonly severityText: string | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly component: string | null;
  readonly content: string;
  readonly attributes: string | null;
}

export interface FormatDetection {
  readonly format: string;
  readonly title: string;
  /** Share of the sample's lines the format explains, 0..1. */
  readonly confidence: number;
  /** Why this format, for a person. */
  readonly reason: string;
  readonly spec: ParserSpec;
  /** Guesses: W_YEAR_INFERRED, W_TZ_ASSUMED, W_TZ_AMBIGUOUS, W_DATE_AMBIGUOUS, W_NO_TIMESTAMP. */
  readonly warnings: readonly FileWarning[];
  readonly fields: SampleFields | null;
}

/** What is known of a source besides its text, and what the user fixed. */
export interface DetectionContext {
  readonly path: string;
  /** Time the lines cannot be newer than (file mtime); null when unknown. */
  readonly modifiedMs: number | null;
  /** Name of a format to use whatever the sample looks like. */
  readonly format?: string;
  /** Formats of the user; on equal evidence they come before the built-in ones, the earlier before the later. */
  readonly formats?: readonly FormatDefinition[];
  /** IANA name or offset for timestamps without a zone. */
  readonly timezone?: string;
  readonly year?: number;
  readonly dateOrder?: 'dmy' | 'mdy';
}
