import type { LabelEvaluation, ModelRun } from '#shared/domain/analysis-run.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import type { KnownTemplates, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { CaseReader, type CaseReaderOptions } from '../../lake/case-reader.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import { adoptTemplates } from '../../parsing/adopt-templates.ts';
import { mineCase } from '../templates/case-miner.ts';
import type { AnalysisOptions, ScoringContext } from '../analysis/analysis-context.ts';
import type { BuiltFeatures } from '../analysis/build-features.ts';
import { buildCaseFeatures, scoreFeatures } from '../analysis/case-scoring.ts';
import { evaluateUnits } from '../analysis/label-units.ts';
import { chooseUnits, type ScoringModel } from '../analysis/scoring-model.ts';

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

/** A reader of a case as a model sees it: with the model's templates where they fit. Null: the case's own. */
export async function openWithTemplates(
  catalog: CaseCatalog,
  known: KnownTemplates | null,
  signal: AbortSignal,
  options: CaseReaderOptions = {},
): Promise<CaseReader> {
  const manifest = catalog.manifest();
  const shapes = catalog.shapes.list();
  const mined: TemplateTable = await mineCase(shapes, catalog.templateEdits.list(), signal);
  const table = known === null ? mined : adoptTemplates(shapes, mined, known);
  const templates = table.templates.map((template) => ({ ...template, name: null }));
  const view = { ...manifest, alignments: table.alignments, variants: table.variants ?? [], templates };
  return CaseReader.open({ manifest: () => view, revision: manifest.revision }, catalog.lakeDir, options);
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
