import { z } from 'zod';
import { IngestError } from '#shared/base/errors.ts';
import { compileRegex } from '../regex/compile-regex.ts';
import { FORMAT_NAME, type FormatFile, type FormatFileSample } from './format-file.ts';
import { lnavLevels } from './lnav-levels.ts';

/** A format of another tool, as a format file of ours. */
export interface ImportedFormat {
  readonly file: FormatFile;
  /** What could not be taken over, each a sentence. */
  readonly notes: readonly string[];
}

const fieldName = z.string().min(1).max(200);

/** The parts of an lnav format that say how lines are read; all others are looks and commands. */
const lnavFormatSchema = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  json: z.boolean().optional(),
  'file-type': z.string().optional(),
  regex: z.record(z.string(), z.looseObject({ pattern: z.union([z.string(), z.array(z.string())]) })).optional(),
  'timestamp-format': z.array(z.string()).optional(),
  'timestamp-field': fieldName.optional(),
  'level-field': fieldName.optional(),
  'body-field': fieldName.optional(),
  'module-field': fieldName.optional(),
  'src-file-field': fieldName.optional(),
  'subsecond-field': fieldName.optional(),
  level: z.record(z.string(), z.unknown()).optional(),
  value: z.record(z.string(), z.looseObject({ kind: z.string().optional() })).optional(),
  'line-format': z
    .array(z.union([z.string(), z.looseObject({ field: z.union([z.string(), z.array(z.string())]).optional() })]))
    .optional(),
  multiline: z.boolean().optional(),
  sample: z.array(z.looseObject({ line: z.string(), level: z.string().optional() })).optional(),
});
type LnavFormat = z.infer<typeof lnavFormatSchema>;

/** True for the data of a file of lnav formats: names with an object each, and a schema of lnav or fields only it has. */
export function isLnavFile(data: unknown): data is Readonly<Record<string, unknown>> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const { $schema, ...formats } = data as Record<string, unknown>;
  if (typeof $schema === 'string' && $schema.includes('lnav')) return true;
  const all = Object.values(formats);
  const isFormat = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && ('regex' in value || 'file-type' in value || 'line-format' in value);
  return all.length > 0 && all.every(isFormat);
}

/**
 * The formats of an lnav file.
 * @throws IngestError `ingest.format-invalid` naming the format and its field.
 */
export function importLnav(data: Readonly<Record<string, unknown>>): ImportedFormat[] {
  return Object.entries(data)
    .filter(([name]) => name !== '$schema')
    .map(([name, value]) => {
      const parsed = lnavFormatSchema.safeParse(value);
      if (parsed.success) return convert(name, parsed.data);
      const [issue] = parsed.error.issues;
      const field = [name, ...(issue?.path ?? [])].join('.');
      throw new IngestError('ingest.format-invalid', `${field}: ${issue?.message ?? 'it is no lnav format'}`, {
        details: { field },
      });
    });
}

function convert(name: string, format: LnavFormat): ImportedFormat {
  const notes: string[] = [];
  const isJson = format.json === true || format['file-type'] === 'json';
  const { words, patterns, unknown } = lnavLevels(format.level ?? {});
  const leftOut = [...unknown, ...(isJson ? Object.keys(patterns) : [])];
  if (leftOut.length > 0) notes.push(`Levels that are not taken over: ${leftOut.join(', ')}.`);
  const hasLevels = format.level !== undefined && Object.keys(format.level).length > 0;
  const file: FormatFile = {
    name: nameOf(name),
    ...(format.title === undefined ? {} : { title: format.title.slice(0, 200) }),
    ...(format.description === undefined ? {} : { description: format.description.slice(0, 4000) }),
    ...(isJson ? jsonPart(format, notes) : regexPart(format, notes)),
    ...(Object.keys(words).length === 0 ? {} : { levels: words }),
    ...(isJson || Object.keys(patterns).length === 0 ? {} : { level_patterns: patterns }),
    // A line on which none of its levels is found is one of information to lnav.
    ...(hasLevels ? { default_level: 'info' } : {}),
    ...(format.multiline === false ? { multiline: false } : {}),
    ...samplePart(format),
  };
  return { file, notes };
}

function regexPart(format: LnavFormat, notes: string[]): Partial<FormatFile> {
  const patterns = usablePatterns(format, notes);
  const numbers = Object.entries(format.value ?? {})
    .filter(([, { kind }]) => kind === 'integer' || kind === 'float')
    .map(([field]) => field);
  return {
    ...(patterns.length === 0 ? {} : { regex: patterns }),
    ...(format['timestamp-format'] === undefined ? {} : { time: format['timestamp-format'].map(withFraction) }),
    fields: {
      time: format['timestamp-field'] ?? 'timestamp',
      level: format['level-field'] ?? 'level',
      message: format['body-field'] ?? 'body',
      ...(format['module-field'] === undefined ? {} : { component: format['module-field'] }),
    },
    ...(numbers.length === 0 ? {} : { numbers }),
  };
}

/** The patterns that can be matched; where none can, all of them, for the reader of the file to say why. */
function usablePatterns({ regex = {} }: LnavFormat, notes: string[]): string[] {
  const all = Object.entries(regex).map(([name, { pattern }]) => ({ name, pattern: [pattern].flat().join('') }));
  const problems = all.map(({ pattern }) => problemOf(pattern));
  if (problems.every((problem) => problem !== null)) return all.map(({ pattern }) => pattern);
  all.forEach(({ name }, i) => {
    if (problems[i] !== null) notes.push(`The pattern ${name} is left out: ${problems[i]}`);
  });
  return all.filter((_, i) => problems[i] === null).map(({ pattern }) => pattern);
}

function problemOf(pattern: string): string | null {
  try {
    compileRegex(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    return error.message;
  }
}

/** lnav reads a fraction behind the seconds whether the format has one or not. */
function withFraction(format: string): string {
  return /%[ST]$/.test(format) ? `${format}.%f` : format;
}

/** Fields of a line format that lnav makes up. */
const MADE_UP = /^__.*__$/;
const MAX_PARTS = 8;

function jsonPart(format: LnavFormat, notes: string[]): Partial<FormatFile> {
  const time = dotted(format['timestamp-field'] ?? 'timestamp');
  const level = dotted(format['level-field'] ?? 'level');
  const body = dotted(format['body-field'] ?? 'body');
  const shown = (format['line-format'] ?? [])
    .flatMap((part) => (typeof part === 'string' ? [] : [part.field ?? []].flat()))
    .map(dotted)
    .filter((field) => !MADE_UP.test(field) && field !== time && field !== level);
  const hasBody = shown.includes(body) || shown.length === 0;
  if (format['timestamp-format'] !== undefined) {
    notes.push('Times in JSON are read however they are written; "timestamp-format" is left out.');
  }
  const component = format['module-field'];
  return {
    json: {
      time,
      level,
      ...(component === undefined ? {} : { component: dotted(component) }),
      ...(hasBody ? { message: body } : { parts: [...new Set(shown)].slice(0, MAX_PARTS) }),
      requires: [time, ...(hasBody ? [body] : shown.slice(0, 1))],
    },
  };
}

/** lnav writes members of members with slashes. */
function dotted(field: string): string {
  return field.replace(/^\//, '').replaceAll('/', '.');
}

function samplePart({ sample }: LnavFormat): Partial<FormatFile> {
  if (sample === undefined || sample.length === 0) return {};
  return {
    samples: sample.map(({ line, level }): FormatFileSample => {
      const [first = ''] = line.split('\n');
      const known = level === undefined ? null : SAMPLE_LEVELS[level.toLowerCase()];
      return known === null || known === undefined ? first : { line: first, level: known };
    }),
  };
}

const SAMPLE_LEVELS: Readonly<Record<string, string>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  notice: 'notice',
  warning: 'warn',
  error: 'error',
  critical: 'critical',
  fatal: 'fatal',
};

function nameOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .slice(0, 64);
  return FORMAT_NAME.test(plain) ? plain : `lnav-${plain}`.slice(0, 64);
}
