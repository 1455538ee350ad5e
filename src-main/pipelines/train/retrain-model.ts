import { ModelError } from '#shared/base/errors.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { FEATURE_CODE } from '../analysis/feature-code.ts';
import { openWithTemplates } from '../templates/open-with-templates.ts';
import { joinTables } from './join-tables.ts';
import { mergeKnownTemplates } from './known-templates.ts';
import { type TrainedModel, trainModel, type TrainingContext } from './train-model.ts';
import { decodeMemory } from './training-memory.ts';

export interface FormerModel {
  /** `NAME:number`, for messages. */
  readonly label: string;
  readonly artifact: ModelArtifact;
  /** Null when it keeps no sample of its training units. */
  readonly memory: Uint8Array | null;
}

/**
 * Brings a model up to date: what it kept of its former training and the units of a case are fitted on together. Units,
 * templates and plan are those of the former model; templates it does not know are added.
 * @throws ModelError `model.no-memory` | `model.bad-memory` | `model.other-features`
 */
export async function updateModel(
  context: Omit<TrainingContext, 'reader' | 'join' | 'plan'> & { readonly catalog: CaseCatalog },
  former: FormerModel,
): Promise<TrainedModel> {
  const { artifact, label, memory } = former;
  const { features, plan, templates } = artifact;
  if (memory === null) {
    throw new ModelError('model.no-memory', `${label} keeps nothing of its training: retrain it in full.`);
  }
  if (features.code !== FEATURE_CODE) {
    throw new ModelError(
      'model.other-features',
      `${label} was made for other features (${features.code}): retrain it in full.`,
    );
  }
  const before = decodeMemory(memory);
  const reader = await openWithTemplates(context.catalog, templates, context.signal);
  try {
    return await trainModel({
      ...context,
      reader,
      options: {
        ...context.options,
        session: features.session,
        windowSeconds: features.windowSeconds,
        stepSeconds: features.stepSeconds,
      },
      plan,
      join: (own) => ({
        table: joinTables(before, own.table),
        templates: mergeKnownTemplates(templates, own.templates),
        plan,
      }),
    });
  } finally {
    reader.close();
  }
}
