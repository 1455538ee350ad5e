import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AnalyzeOptions, IngestOptions, SourceOverride } from '#shared/contract/analyze-options.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { type CliContext, optionOf, withoutUndefined } from './cli-context.ts';
import { UsageError } from './exit-code.ts';
import { withFormatFiles } from './format-files.ts';
import { type ForFile, parseOffset } from './value-parsers.ts';

/** How the input is read, as the service wants it. */
export function ingestOptions(context: CliContext): IngestOptions {
  const offset = valueForAll(context, 'offset');
  const sources = sourceOverrides(context);
  const options = withoutUndefined({
    timezone: valueForAll(context, 'timezone'),
    encoding: valueForAll(context, 'encoding'),
    format: valueForAll(context, 'format'),
    offsetSeconds: offset === undefined ? undefined : readOffset(offset),
    sources: sources.length === 0 ? undefined : sources,
    tables: optionOf<string[]>(context, 'table'),
    year: optionOf<number>(context, 'year'),
    dateOrder: optionOf<'dmy' | 'mdy'>(context, 'dateOrder'),
    isContentOnly: optionOf<boolean>(context, 'content'),
    since: parseTime(optionOf<string>(context, 'since'), '--since'),
    until: parseTime(optionOf<string>(context, 'until'), '--until'),
    threads: optionOf<number>(context, 'threads'),
    memoryBytes: optionOf<number>(context, 'memory'),
  });
  return withFormatFiles(options);
}

const PER_FILE = ['timezone', 'encoding', 'format', 'offset'] as const;

/** The value given without a file; the last one counts. */
function valueForAll(context: CliContext, name: (typeof PER_FILE)[number]): string | undefined {
  return optionOf<ForFile[]>(context, name)?.findLast(({ path }) => path === null)?.value;
}

/** One override a file that was named, with everything said of it. */
function sourceOverrides(context: CliContext): SourceOverride[] {
  const overrides = new Map<string, SourceOverride>();
  for (const name of PER_FILE) {
    for (const { path, value } of optionOf<ForFile[]>(context, name) ?? []) {
      if (path === null) continue;
      const place = placeOf(path);
      const key = `${place.path}\0${place.member ?? ''}`;
      const field = name === 'offset' ? { offsetSeconds: readOffset(value) } : { [name]: value };
      overrides.set(key, { ...overrides.get(key), ...place, ...field });
    }
  }
  return [...overrides.values()];
}

/** `FILE`, or `ARCHIVE!MEMBER` where no file has that name. */
function placeOf(path: string): Pick<SourceOverride, 'path' | 'member'> {
  const at = path.indexOf('!');
  if (at <= 0 || existsSync(resolve(path))) return { path: resolve(path) };
  return { path: resolve(path.slice(0, at)), member: path.slice(at + 1) };
}

function readOffset(text: string): number {
  try {
    return parseOffset(text);
  } catch {
    throw new UsageError(`--offset: give a duration such as +3600s or -1.5h, not ${text}.`);
  }
}

/** How events are cut into units, and which of them count. */
export function unitOptions(context: CliContext) {
  const labels = optionOf<string>(context, 'labels');
  return {
    session: optionOf<string>(context, 'session'),
    windowSeconds: optionOf<number>(context, 'window'),
    stepSeconds: optionOf<number>(context, 'step'),
    labelsPath: labels === undefined ? undefined : resolve(labels),
    since: parseTime(optionOf<string>(context, 'since'), '--since'),
    until: parseTime(optionOf<string>(context, 'until'), '--until'),
  };
}

/** Everything `analyze` can be told, as the service wants it; file names become absolute. */
export function analyzeOptions(context: CliContext): AnalyzeOptions {
  return withoutUndefined({
    ...ingestOptions(context),
    ...unitOptions(context),
    detectors: optionOf<string[]>(context, 'detectors'),
    baselinePaths: optionOf<string[]>(context, 'baseline')?.map((path) => resolve(path)),
    model: optionOf<string>(context, 'model'),
    threshold: optionOf<WantedThreshold>(context, 'threshold'),
    seed: optionOf<number>(context, 'seed'),
  });
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A day, or a time with or without seconds and zone, as RFC 3339; without a zone it is UTC. */
function parseTime(text: string | undefined, option: string): string | undefined {
  if (text === undefined) return undefined;
  const [, day, minute = '00:00', second = ':00', zone = 'Z'] = TIME.exec(text) ?? [];
  if (day === undefined) throw new UsageError(`${option}: give a time such as 2024-05-01T12:00:00Z.`);
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  return `${day}T${minute}${second}${offset}`;
}
