import { resolve } from 'node:path';
import type { AnalyzeOptions, IngestOptions } from '#shared/contract/analyze-options.ts';
import { type CliContext, optionOf, withoutUndefined } from './cli-context.ts';
import { UsageError } from './exit-code.ts';

/** How the input is read, as the service wants it. */
export function ingestOptions(context: CliContext): IngestOptions {
  return withoutUndefined({
    timezone: optionOf<string>(context, 'timezone'),
    encoding: optionOf<string>(context, 'encoding'),
    format: optionOf<string>(context, 'format'),
    year: optionOf<number>(context, 'year'),
    dateOrder: optionOf<'dmy' | 'mdy'>(context, 'dateOrder'),
    isContentOnly: optionOf<boolean>(context, 'content'),
    since: parseTime(optionOf<string>(context, 'since'), '--since'),
    until: parseTime(optionOf<string>(context, 'until'), '--until'),
    threads: optionOf<number>(context, 'threads'),
    memoryBytes: optionOf<number>(context, 'memory'),
  });
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
    threshold: optionOf<'auto' | number>(context, 'threshold'),
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
