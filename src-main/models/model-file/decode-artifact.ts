import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { SentinelError } from '#shared/base/errors.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';
import { DETECTORS } from '../detectors.ts';
import type { FittedDetector } from '../fit-detectors.ts';
import { type ArtifactFile, artifactSchema } from './artifact-schema.ts';
import { badFile } from './bad-file.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { unpackJson } from './packed-json.ts';

/** Stored bytes of a file that is still looked at. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;
/** After decompression. */
const MAX_JSON_BYTES = 256 * 2 ** 20;

export interface DecodedArtifact {
  readonly artifact: ModelArtifact;
  readonly hash: string;
}

/**
 * Reads a model file, gzip or plain JSON, as data: schema, shapes, sizes and every number are checked before any is used.
 * @throws ModelError `model.bad-file` | `model.bad-state`, both naming the field.
 */
export function decodeArtifact(bytes: Uint8Array): DecodedArtifact {
  const json = inflate(bytes);
  const parsed = artifactSchema.safeParse(unpackJson(json.toString('utf8')));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badFile(issue === undefined ? 'the file' : fieldOf(issue.path), issue?.message ?? 'is not a model');
  }
  const file = parsed.data;
  const { name, features, plan, reference, training, metrics } = file;
  const fitted = {
    unitKind: features.unitKind,
    detectors: file.fitted.detectors.map((detector, i) =>
      unpackDetector(detector, features.unitKind, `fitted.detectors[${i}]`),
    ),
    autoThreshold: file.fitted.autoThreshold,
  };
  const templates = unpackTemplates(file.templates);
  const hash = createHash('sha256').update(json).digest('hex');
  return { artifact: { name, features, plan, templates, fitted, reference, training, metrics }, hash };
}

function inflate(bytes: Uint8Array): Buffer {
  if (bytes.byteLength > MAX_FILE_BYTES) throw badFile('the file', `is larger than ${MAX_FILE_BYTES} bytes`);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_JSON_BYTES });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    throw badFile('the file', isTooLarge ? `unpacks to more than ${MAX_JSON_BYTES} bytes` : 'is damaged gzip', cause);
  }
}

function fieldOf(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined === '' ? 'the file' : joined.replace(/^\./, '');
}

function unpackDetector(
  detector: ArtifactFile['fitted']['detectors'][number],
  unitKind: 'window' | 'session',
  field: string,
): FittedDetector {
  const { name, fallback, weight, calibration, state } = detector;
  const definition = DETECTORS.find((one) => one.name === state.model);
  if (definition === undefined) throw badFile(`${field}.state.model`, `is ${JSON.stringify(state.model)}, no detector`);
  const model = definition.create(unitKind);
  try {
    model.load(state);
  } catch (error) {
    if (!(error instanceof SentinelError)) throw badFile(`${field}.state.parameters`, 'cannot be read', error);
    const inner = error.details['field'];
    throw badFile(`${field}.state.${typeof inner === 'string' ? inner : 'parameters'}`, `is refused: ${error.message}`);
  }
  return { name, fallback, seconds: 0, weight, model, calibration };
}

function unpackTemplates({ list, shapeIds, shapeTemplates }: ArtifactFile['templates']): KnownTemplates {
  if (shapeIds.length !== shapeTemplates.length) {
    throw badFile('templates.shapeTemplates', `has ${shapeTemplates.length} entries for ${shapeIds.length} shapes`);
  }
  const outside = shapeTemplates.findIndex((template) => template >= list.length);
  if (outside >= 0) throw badFile(`templates.shapeTemplates[${outside}]`, 'names no template');
  const templates = list.map(({ templateId, parts, maskNames }, i) => {
    if (parts.length !== maskNames.length + 1) {
      throw badFile(`templates.list[${i}].parts`, 'is not one longer than its masks');
    }
    return { templateId, text: parts.join('<*>'), parts, maskNames };
  });
  const shapes = new Map<string, number>();
  shapeIds.forEach((id, i) => shapes.set(id.toString(16).padStart(16, '0'), shapeTemplates[i]!));
  return { templates, shapes };
}
