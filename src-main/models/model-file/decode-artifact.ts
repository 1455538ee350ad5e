import { SentinelError } from '#shared/base/errors.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';
import { DETECTORS } from '../detectors.ts';
import type { FittedDetector } from '../fit-detectors.ts';
import { type ArtifactFile, artifactSchema } from './artifact-schema.ts';
import { badFile } from './bad-file.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { readModelJson } from './read-model-json.ts';

export interface DecodedArtifact {
  readonly artifact: ModelArtifact;
  readonly hash: string;
}

/**
 * Reads a model file, gzip or plain JSON, as data: schema, shapes, sizes and every number are checked before any is used.
 * @throws ModelError `model.bad-file` | `model.bad-state`, both naming the field.
 */
export function decodeArtifact(bytes: Uint8Array): DecodedArtifact {
  const { file, hash } = readModelJson(bytes, artifactSchema);
  const { name, features, plan, reference, training, metrics } = file;
  const fitted = {
    unitKind: features.unitKind,
    detectors: file.fitted.detectors.map((detector, i) =>
      unpackDetector(detector, features.unitKind, `fitted.detectors[${i}]`),
    ),
    autoThreshold: file.fitted.autoThreshold,
    usual: file.fitted.usual,
  };
  const templates = unpackTemplates(file.templates);
  return { artifact: { name, features, plan, templates, fitted, reference, training, metrics }, hash };
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
