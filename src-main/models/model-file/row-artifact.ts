import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { SentinelError } from '#shared/base/errors.ts';
import type { FeatureSpecification, TrainingMetrics, TrainingRecord } from '#shared/domain/model-version.ts';
import type { ReferenceDistribution } from '#shared/domain/reference-distribution.ts';
import { checkTrees } from '../check-trees.ts';
import { ROW_DETECTORS } from '../table/row-members.ts';
import type { RowDetector, RowModel } from '../table/row-model.ts';
import { calibrationSchema, metricsSchema, trainingSchema } from './artifact-schema.ts';
import { badFile } from './bad-file.ts';
import type { EncodedArtifact } from './encode-artifact.ts';
import { packJson } from './packed-json.ts';
import { readModelJson } from './read-model-json.ts';
import { referenceSchema } from './reference-schema.ts';

/** A model of the rows of a table, with what is known of its training. */
export interface RowArtifact {
  readonly name: string;
  readonly features: FeatureSpecification;
  readonly model: RowModel;
  readonly training: TrainingRecord;
  readonly metrics: TrainingMetrics;
  /** How columns and scores of the rows it learned were distributed; files made before it was kept have none. */
  readonly reference?: ReferenceDistribution | undefined;
}

export const ROW_FORMAT = 'log-sentinel-table-model';

/** Larger numbers would overflow the sums of 32-bit floats. */
const MAX_NUMBER = 1e20;
const MAX_WEIGHT = 1e10;
const MAX_COLUMNS = 100_000;

const name = z.string().min(1).max(128);
const column = z.string().max(65_536);

/** @param limit Of the absolute value. */
const floats = (limit: number) =>
  z.instanceof(Float32Array).refine((values) => values.every((value) => Math.abs(value) <= limit), 'is out of range');

const memberSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forest'),
    maxSamples: z.number().int().min(2).max(1e6),
    trees: z.strictObject({
      roots: z.instanceof(Int32Array),
      feature: z.instanceof(Int16Array),
      threshold: z.instanceof(Float32Array),
      left: z.instanceof(Int32Array),
      pathLength: z.instanceof(Float32Array),
      depth: z.number().int(),
    }),
  }),
  z.strictObject({
    kind: z.literal('neighbours'),
    samples: z.strictObject({
      weights: floats(MAX_WEIGHT),
      sampleRows: z.number().int().min(2).max(1e6),
      rows: floats(MAX_NUMBER),
      origins: z.instanceof(Int32Array),
    }),
  }),
]);

const rowModelSchema = z.strictObject({
  detector: z.enum(Object.keys(ROW_DETECTORS) as [RowDetector, ...RowDetector[]]),
  columns: z.array(column).min(1).max(MAX_COLUMNS),
  scales: z
    .array(
      z.strictObject({
        name: column,
        middle: z.number(),
        range: z.number().positive(),
        spread: z.number().positive(),
      }),
    )
    .min(1)
    .max(MAX_COLUMNS),
  members: z
    .array(z.strictObject({ member: memberSchema, calibration: calibrationSchema }))
    .min(1)
    .max(8),
  calibration: calibrationSchema,
  threshold: z.number().min(0).max(1),
});

const rowFileSchema = z.strictObject({
  format: z.literal(ROW_FORMAT),
  formatVersion: z.literal(1, 'is none that can be read here: 1'),
  name,
  features: z.strictObject({
    code: name,
    unitKind: z.literal('row'),
    session: z.null(),
    windowSeconds: z.null(),
    stepSeconds: z.null(),
  }),
  model: rowModelSchema,
  training: trainingSchema,
  metrics: metricsSchema,
  reference: referenceSchema.optional(),
});

/** One file that holds a model of rows as data. The same model gives the same bytes. */
export function encodeRowArtifact(artifact: RowArtifact): EncodedArtifact {
  const { name: own, features, model, training, metrics, reference } = artifact;
  const known = { format: ROW_FORMAT, formatVersion: 1, name: own, features, model, training, metrics };
  const file = reference === undefined ? known : { ...known, reference };
  const json = Buffer.from(packJson(file), 'utf8');
  return { bytes: gzipSync(json, { level: 9 }), hash: createHash('sha256').update(json).digest('hex') };
}

/**
 * Reads a file that `encodeRowArtifact` made, as data nobody vouches for.
 * @throws ModelError `model.bad-file` naming the field.
 */
export function decodeRowArtifact(bytes: Uint8Array): { readonly artifact: RowArtifact; readonly hash: string } {
  const { file, hash } = readModelJson(bytes, rowFileSchema);
  const { format: _format, formatVersion: _version, ...artifact } = file;
  checkModel(artifact.model);
  return { artifact, hash };
}

/** What a schema cannot say: parts that must fit one another. */
function checkModel({ columns, scales, members }: RowModel): void {
  const known = new Set(columns);
  if (known.size !== columns.length) throw badFile('model.columns', 'names a column twice');
  if (new Set(scales.map((scale) => scale.name)).size !== scales.length) {
    throw badFile('model.scales', 'scales a column twice');
  }
  const stray = scales.findIndex((scale) => !known.has(scale.name));
  if (stray >= 0) throw badFile(`model.scales[${stray}].name`, 'is no column of the model');
  members.forEach(({ member }, i) => {
    const field = `model.members[${i}].member`;
    if (member.kind === 'forest') {
      checkForest(`${field}.trees`, () => checkTrees(member.trees, scales.length));
      return;
    }
    const { weights, sampleRows, rows, origins } = member.samples;
    if (weights.length !== scales.length) throw badFile(`${field}.samples.weights`, 'does not match the scales');
    if (origins.length === 0 || origins.length % sampleRows !== 0) {
      throw badFile(`${field}.samples.origins`, 'is not a number of whole samples');
    }
    if (rows.length !== origins.length * weights.length) {
      throw badFile(`${field}.samples.rows`, 'does not match origins and weights');
    }
  });
}

function checkForest(field: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof SentinelError)) throw error;
    throw badFile(field, `is refused: ${error.message}`, error);
  }
}
