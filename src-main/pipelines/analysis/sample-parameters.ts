import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { Template } from '#shared/domain/template.ts';
import type { ParameterSample } from '../../features/parameter-sample.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { decodeParameters, templateParameters } from '../../parsing/parameters.ts';

/** Consecutive events at the start: what follows what can only be learned from neighbours. */
const CONTIGUOUS = 8000;
/** Further stretches over the whole case, so that rare templates and later values are seen. */
const STRETCHES = 12;
const STRETCH = 600;

/** Exclusive end. */
type EventIds = readonly [from: number, to: number];

/** The first one is there long before the other: what is learned from it need not wait. */
export interface CaseSample {
  readonly contiguous: Promise<ParameterSample>;
  readonly all: Promise<ParameterSample>;
}

/** Starts reading the template parameters of a stretch at the start and of stretches spread over the case. */
export function sampleParameters(reader: CaseReader, signal: AbortSignal): CaseSample {
  const total = reader.eventCount;
  const read = (ranges: readonly EventIds[]): Promise<ParameterSample> => readStretches(reader, ranges, signal);
  const contiguous = read([[0, CONTIGUOUS]]);
  if (total <= CONTIGUOUS) return { contiguous, all: contiguous };
  const starts = Array.from({ length: STRETCHES }, (_, i) => Math.floor(((i + 1) * (total - STRETCH)) / STRETCHES));
  const spread = read(starts.map((start) => [start, start + STRETCH]));
  return { contiguous, all: Promise.all([contiguous, spread]).then(joinSamples) };
}

function joinSamples(samples: readonly ParameterSample[]): ParameterSample {
  return {
    templates: samples.flatMap(({ templates }) => templates),
    parameters: samples.flatMap(({ parameters }) => parameters),
  };
}

async function readStretches(
  reader: CaseReader,
  ranges: readonly EventIds[],
  signal: AbortSignal,
): Promise<ParameterSample> {
  const where = ranges.map(([from, to]) => `(e.event_id >= ${from} AND e.event_id < ${to})`).join(' OR ');
  // One text: a call into the engine for every cell takes longer than the query.
  const [found] = await reader.query(
    `SELECT to_json(list([printf('%016x', e.shape_id), d.template_index::VARCHAR, coalesce(e.parameters, '')] ORDER BY e.event_id))::VARCHAR AS rows
     FROM silver e JOIN dim_shapes d ON d.shape_id = e.shape_id WHERE d.template_index IS NOT NULL AND (${where})`,
    { signal },
  );
  const rows = JSON.parse(String(found?.['rows'] ?? '[]')) as [shape: string, template: string, parameters: string][];
  const alignments = new Map(reader.manifest.alignments.map((alignment) => [alignment.shapeId, alignment]));
  const templates: number[] = [];
  const parameters: string[][] = [];
  for (const [shape, template, encoded] of rows) {
    const alignment = alignments.get(shape);
    if (alignment === undefined) continue;
    templates.push(Number(template));
    parameters.push(templateParameters(alignment, decodeParameters(encoded)));
  }
  return { templates, parameters };
}

/** Letters, digits, `_`, `-` right before a wildcard. */
export function literalBefore(template: Template, wildcard: number): string {
  const text = template.parts[wildcard] ?? '';
  let start = text.length;
  // Not an expression anchored at the end: on a long text that is quadratic.
  while (start > 0 && /[\w-]/.test(text.charAt(start - 1))) start--;
  return text.slice(start);
}

/**
 * A unit word right after a wildcard: `in <*> ms`, `<*> bytes`. Whole seconds and minutes that are not said to have
 * passed (`aged <*> s`) are `seconds`, an age rather than a latency.
 */
export function unitAfter(template: Template, wildcard: number): string {
  const text = template.parts[wildcard + 1] ?? '';
  const word = /^\s?(ns|us|µs|ms|sec|seconds?|s|min|bytes|[kmg]i?b|%|percent)(?![\w-])/i.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return '';
  if (word === 'percent') return '%';
  if (!/^(s|sec|seconds?|min)$/.test(word)) return word;
  const isLatency = /\b(in|after|took|within|elapsed|latency|duration)\W*$/i.test(template.parts[wildcard] ?? '');
  return isLatency ? word.slice(0, 3).replace('sec', 's') : 'seconds';
}

/** Index of the one shape parameter a template's wildcard comes from, for each of its shapes; shapes without one are left out. */
export function shapeParameterOf(manifest: LakeManifest, templateId: string, wildcard: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const alignment of manifest.alignments) {
    if (alignment.templateId !== templateId) continue;
    const indices = (alignment.wildcards[wildcard] ?? []).flatMap((piece) => ('index' in piece ? [piece.index] : []));
    if (indices[0] !== undefined) found.set(alignment.shapeId, indices[0]);
  }
  return found;
}
