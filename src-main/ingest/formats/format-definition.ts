import type { RoleKeys } from './role-keys.ts';
import type { KeyedRecord, LevelPattern, LevelScale, ParserEngine } from './parser-spec.ts';

/** A line with what must be found on it: documentation and test of the definition at once. */
export interface FormatSample {
  readonly line: string;
  /** RFC 3339 UTC, as many fraction digits as the line has; null without time. Year-less lines: base year 2024. */
  readonly time: string | null;
  readonly severity: number;
  readonly service?: string;
  readonly host?: string;
  readonly component?: string;
  readonly content: string;
}

/** A log format as data. */
export interface FormatDefinition {
  readonly name: string;
  readonly title: string;
  /** Tried in order on each line; see pattern/parse-pattern.ts. With the regex engine: regular expressions. */
  readonly patterns: readonly string[];
  readonly levels?: Readonly<Record<string, number>>;
  /** False: `levels` holds all level words of the format. Default true. */
  readonly hasCommonLevels?: boolean;
  /** Starts of lines that are structure, not events. */
  readonly structural?: readonly string[];
  /** Lines without header continue the event before; default true. */
  readonly joinsLines?: boolean;
  /** Default `pattern`. */
  readonly engine?: ParserEngine;
  readonly levelScale?: LevelScale;
  /** JSON formats: names (dotted when nested) that occur on nearly every record. */
  readonly requires?: readonly string[];
  /** JSON: member of the enclosing document that leads to the records. */
  readonly document?: string;
  /** JSON: records are arrays of time and text, not objects. */
  readonly isTuple?: boolean;
  /** Lines look like logfmt: tried before it. With the logfmt engine, `requires` names keys of nearly every line. */
  readonly isKeyValue?: boolean;
  /** Names of fields by role, before the common ones. */
  readonly keys?: RoleKeys;
  /** Fields whose values, joined by blanks, are the message. */
  readonly parts?: readonly string[];
  /** Lines a header takes; a line break in a pattern is `\n`. Default 1. */
  readonly headerLines?: number;
  /** Records always reach over several lines. */
  readonly spansLines?: boolean;
  /** XML: names of the elements that are records. */
  readonly elements?: readonly string[];
  /** Records of one field a line. */
  readonly record?: KeyedRecord;
  /** Tables without a header row: their columns and what parts them. */
  readonly columns?: readonly string[];
  readonly separator?: string;
  /** Regular expressions: ways the time is written (see time-spec.ts). Default: any. */
  readonly timeSpecs?: readonly string[];
  /** Regular expressions: levels by expressions that the level's text matches, where it is no known word; in order. */
  readonly levelPatterns?: readonly LevelPattern[];
  /** Regular expressions: captures whose values are numbers. */
  readonly numberFields?: readonly string[];
  /** Zone of times without one (IANA name or offset), unless the user names another. */
  readonly timezone?: string;
  /** A line with fewer cells is no row; default 2. */
  readonly leastCells?: number;
  /** Severity of records that state none. */
  readonly defaultSeverity?: number;
  /** Text all of whose lines are wrapped: the content is parsed again by the formats found in it. */
  readonly isEnvelope?: boolean;
  /** So unspecific that any named format that explains as much wins. */
  readonly isLoose?: boolean;
  readonly samples: readonly FormatSample[];
}
