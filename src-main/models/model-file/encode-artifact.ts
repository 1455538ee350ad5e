import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { KnownTemplates } from '#shared/domain/template.ts';
import type { FittedDetector } from '../fit-detectors.ts';
import type { ArtifactFile } from './artifact-schema.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { packJson } from './packed-json.ts';

/** Shapes a file names one by one; rarer ones are found by matching template texts. */
const MAX_SHAPES = 65_536;

export interface EncodedArtifact {
  /** Gzip of JSON. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the JSON, 64 hex digits: what the version is, however it was packed. */
  readonly hash: string;
}

/**
 * One file that holds a model as data. The same model gives the same bytes.
 * @throws ModelError `model.bad-file` when a fitted number is not finite.
 */
export function encodeArtifact(artifact: ModelArtifact): EncodedArtifact {
  const { name, features, plan, templates, fitted, reference, training, metrics } = artifact;
  const file = {
    format: 'log-sentinel-model',
    formatVersion: 2,
    name,
    features,
    plan,
    templates: packTemplates(templates),
    fitted: { autoThreshold: fitted.autoThreshold, detectors: fitted.detectors.map(packDetector), usual: fitted.usual },
    reference,
    training,
    metrics,
  } satisfies { [K in keyof ArtifactFile]: unknown };
  const json = Buffer.from(packJson(file), 'utf8');
  return { bytes: gzipSync(json, { level: 9 }), hash: createHash('sha256').update(json).digest('hex') };
}

function packDetector({ name, fallback, weight, calibration, model }: FittedDetector) {
  return { name, fallback, weight, calibration, state: model.save() };
}

function packTemplates({ templates, shapes }: KnownTemplates): ArtifactFile['templates'] {
  const named = [...shapes].slice(0, MAX_SHAPES);
  return {
    // The text is the parts with `<*>` between them.
    list: templates.map(({ templateId, parts, maskNames }) => ({
      templateId,
      parts: [...parts],
      maskNames: [...maskNames],
    })),
    shapeIds: BigUint64Array.from(named, ([shapeId]) => BigInt(`0x${shapeId}`)),
    shapeTemplates: Uint32Array.from(named, ([, template]) => template),
  };
}
