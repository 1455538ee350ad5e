import { z } from 'zod';

const MAX_PATTERNS = 64;

const text = z.string().min(1).max(32_768);
const texts = z.union([text, z.array(text).min(1).max(MAX_PATTERNS)]);
const names = z.union([text.max(200), z.array(text.max(200)).min(1).max(32)]);
const level = z.union([z.string().min(1).max(32), z.number().int().min(0).max(24)]);

export const FORMAT_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const roles = {
  time: names.optional(),
  level: names.optional(),
  message: names.optional(),
  service: names.optional(),
  host: names.optional(),
  component: names.optional(),
};

const sample = z.union([
  z.string().min(1),
  z.strictObject({
    line: z.string().min(1),
    /** RFC 3339; null: the line has none. */
    time: z.string().nullable().optional(),
    level: level.nullable().optional(),
    service: z.string().optional(),
    host: z.string().optional(),
    component: z.string().optional(),
    message: z.string().optional(),
  }),
]);

/**
 * A format as its user writes it, in YAML or JSON. Exactly one of `pattern`, `layout`, `strptime`, `grok`, `regex` and
 * `json` says how its lines are written.
 */
export const formatFileSchema = z.strictObject({
  name: z.string().regex(FORMAT_NAME, 'a name is lower-case letters, digits, ".", "_" and "-", at most 64'),
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(4000).optional(),
  /** See pattern/parse-pattern.ts. */
  pattern: texts.optional(),
  /** PatternLayout of log4j or logback. */
  layout: texts.optional(),
  /** strptime directives for the time, other fields in braces. */
  strptime: texts.optional(),
  grok: texts.optional(),
  /** Names used by `grok`, before the usual ones. */
  pattern_definitions: z.record(z.string().regex(/^\w{1,64}$/), text).optional(),
  regex: texts.optional(),
  /** JSON lines: names of the fields by role (dotted when nested). */
  json: z
    .strictObject({
      ...roles,
      /** Names that every record has. */
      requires: z.array(text.max(200)).max(32).optional(),
      /** Fields whose values, joined by blanks, are the message. */
      parts: z.array(text.max(200)).max(8).optional(),
    })
    .optional(),
  /** strptime formats of the time captured by `grok` or `regex`; without it the usual ways to write a time are tried. */
  time: texts.optional(),
  /** Zone of times without one. */
  timezone: z.string().min(1).max(64).optional(),
  /** Captures of `grok` and `regex` by role. */
  fields: z.strictObject(roles).optional(),
  /** Captures whose values are numbers. */
  numbers: z.array(text.max(200)).max(64).optional(),
  /** Level words of the format, beyond the usual ones. */
  levels: z.record(z.string().min(1).max(16), level).optional(),
  /** Levels by regular expressions on the level's text, where it is no known word; with `grok` and `regex`. */
  level_patterns: z.record(z.string().min(1).max(32), text).optional(),
  default_level: level.optional(),
  /** Starts of lines that are structure, not events. */
  structural: z.array(z.string().min(1).max(200)).max(64).optional(),
  /** False: a line without header is an event of its own. */
  multiline: z.boolean().optional(),
  samples: z.array(sample).max(200).optional(),
});

export type FormatFile = z.infer<typeof formatFileSchema>;
export type FormatFileSample = z.infer<typeof sample>;

/** The fields of a format file that say how its lines are written. */
export const FORMAT_KINDS = ['pattern', 'layout', 'strptime', 'grok', 'regex', 'json'] as const;
export type FormatKind = (typeof FORMAT_KINDS)[number];

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
