import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { FeatureColumn, FeatureTable, UnitSequences } from '#shared/domain/feature-table.ts';
import { ModelError } from '#shared/base/errors.ts';
import { packJson, unpackJson } from '../../models/model-file/packed-json.ts';
import { Random } from '../../models/random.ts';
import { selectUnits } from '../../models/select-units.ts';
import { pruneSequences } from './join-sequences.ts';

/** Units a memory keeps: a random sample of sessions, the latest windows. */
const MAX_UNITS = 20_000;
const MAX_JSON_BYTES = 256 * 2 ** 20;

export interface TrainingMemory {
  /** Gzip of JSON. */
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** Keeps a bounded part of a training table, so that the model can be brought up to date without the old files. */
export function encodeMemory(table: FeatureTable, seed: number): TrainingMemory {
  const { units, columns, sequences } = selectUnits(table, keptUnits(table, seed));
  const kept = { units, columns, sequences: pruneSequences(sequences) };
  const json = Buffer.from(packJson({ format: 'log-sentinel-memory', formatVersion: 1, ...kept }), 'utf8');
  return { bytes: gzipSync(json), hash: createHash('sha256').update(json).digest('hex') };
}

function keptUnits({ units }: FeatureTable, seed: number): Int32Array {
  const { length, kind } = units;
  if (length <= MAX_UNITS) return Int32Array.from({ length }, (_, unit) => unit);
  if (kind === 'window') return Int32Array.from({ length: MAX_UNITS }, (_, i) => length - MAX_UNITS + i);
  const random = new Random(seed);
  const all = Int32Array.from({ length }, (_, unit) => unit);
  // The first MAX_UNITS places of a shuffle, in order.
  for (let i = 0; i < MAX_UNITS; i++) {
    const other = i + random.below(length - i);
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, MAX_UNITS).sort();
}

const f64 = z.instanceof(Float64Array);
const int32 = z.instanceof(Int32Array);
const memorySchema = z.strictObject({
  format: z.literal('log-sentinel-memory'),
  formatVersion: z.literal(1),
  units: z.object({
    kind: z.enum(['window', 'session']),
    length: z.number().int().nonnegative().max(MAX_UNITS),
    startSeconds: f64,
    endSeconds: f64,
    events: f64,
    keys: z.array(z.string()).nullable(),
    windowSeconds: z.number().positive().nullable(),
    stepSeconds: z.number().positive().nullable(),
  }),
  sequences: z
    .object({ nodes: int32, parents: int32, templates: int32, templateIds: z.array(z.string()) })
    .nullable()
    .refine((sequences) => sequences === null || isTree(sequences), 'is no tree of prefixes'),
  columns: z.array(
    z.object({
      spec: z.object({
        name: z.string(),
        unit: z.string(),
        measure: z.enum(['count', 'mean', 'share', 'duration', 'missed']),
        lineage: z.object({
          templateId: z.string().nullable(),
          previousTemplateId: z.string().nullable(),
          service: z.string().nullable(),
          host: z.string().nullable(),
          minimumBand: z.number().nullable(),
          parameter: z.string().nullable(),
        }),
        scale: z.number(),
      }),
      rows: z.instanceof(Int32Array).nullable(),
      values: f64,
      weights: f64.nullable(),
    }),
  ),
});

/** @throws ModelError `model.bad-memory` */
export function decodeMemory(bytes: Uint8Array): FeatureTable {
  try {
    const json = gunzipSync(bytes, { maxOutputLength: MAX_JSON_BYTES }).toString('utf8');
    const { units, columns, sequences } = memorySchema.parse(unpackJson(json));
    if (sequences !== null && sequences.nodes.length !== units.length) throw new RangeError('sequences do not fit');
    for (const column of columns) checkColumn(column, units.length);
    return { units, columns, sequences };
  } catch (cause) {
    throw new ModelError(
      'model.bad-memory',
      'What the model keeps of its training cannot be read; retrain it in full.',
      {
        cause,
      },
    );
  }
}

/** Every parent comes before its child, every unit and template is inside. */
function isTree({ nodes, parents, templates, templateIds }: UnitSequences): boolean {
  const size = parents.length;
  return (
    templates.length === size &&
    nodes.every((node) => node >= 0 && node < size) &&
    parents.every((parent, node) => parent >= 0 && (node === 0 ? parent === 0 : parent < node)) &&
    templates.every((template, node) => node === 0 || (template >= 0 && template < templateIds.length))
  );
}

function checkColumn({ spec, rows, values, weights }: FeatureColumn, length: number): void {
  const isWhole =
    values.length === (rows?.length ?? length) &&
    (weights === null || weights.length === values.length) &&
    (rows === null || rows.every((row, i) => row < length && row > (rows[i - 1] ?? -1)));
  if (!isWhole) throw new RangeError(`${spec.name} does not fit ${length} units.`);
}
