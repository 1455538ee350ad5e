import type { LabelEvaluation, ModelRun } from '#shared/domain/analysis-run.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import type { AnalysisOptions, ScoringContext } from '../analysis/analysis-context.ts';
import type { BuiltFeatures } from '../analysis/build-features.ts';
import { buildCaseFeatures, scoreFeatures } from '../analysis/case-scoring.ts';
import { evaluateUnits } from '../analysis/label-units.ts';
import { chooseUnits, type ScoringModel } from '../analysis/scoring-model.ts';
import { openWithTemplates } from '../templates/open-with-templates.ts';

export interface AsideContext {
  /** Only read. */
  readonly catalog: CaseCatalog;
  readonly options: AnalysisOptions;
  /** Null: the detectors are fitted on the case itself. */
  readonly model: ScoringModel | null;
  readonly signal: AbortSignal;
  readonly progress: ScoringContext['progress'];
}

export interface AsideScores {
  readonly built: BuiltFeatures;
  readonly scored: ScoredUnits;
  readonly run: ModelRun | null;
  /** Share of events whose template the model does not know; 0 without a model. */
  readonly unknownShare: number;
}

/** Scores a case as a model sees it, by a reader of its own: neither the case nor its templates change. */
export async function scoreAside(context: AsideContext): Promise<AsideScores> {
  const { catalog, options, model } = context;
  const units = chooseUnits(model, options);
  const known = units.unusable === null ? (model?.artifact?.templates ?? null) : null;
  const reader = await openWithTemplates(catalog, known, context.signal);
  try {
    const scoring: ScoringContext = { ...context, reader };
    const built = await buildCaseFeatures(scoring, units);
    const { scored, run } = await scoreFeatures(scoring, units, built.table);
    const unknownShare = known === null ? 0 : shareOfUnknown(reader, known);
    return { built, scored, run, unknownShare };
  } finally {
    reader.close();
  }
}

/** Share of the case's events whose template is not one of the model's. */
export function shareOfUnknown({ manifest }: CaseReader, known: KnownTemplates): number {
  const ids = new Set(known.templates.map(({ templateId }) => templateId));
  const unknown = new Set(
    manifest.alignments.filter(({ templateId }) => !ids.has(templateId)).map(({ shapeId }) => shapeId),
  );
  let events = 0;
  let strange = 0;
  for (const { shapeId, count } of manifest.shapes) {
    events += count;
    if (unknown.has(shapeId)) strange += count;
  }
  return events === 0 ? 0 : strange / events;
}

/** Measured at the scores' own threshold; null without labels. */
export function evaluateAside({ scored }: AsideScores, labels: LabelSet | null): LabelEvaluation | null {
  const { threshold } = scored.autoThreshold;
  return labels === null ? null : evaluateUnits(scored.table.units, labels, scored.scores, threshold);
}
