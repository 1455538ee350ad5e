import type { LabelEvaluation, ModelRun } from '#shared/domain/analysis-run.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { severityBand } from '#shared/domain/severity.ts';
import { askedThreshold, unitHours } from '../../models/asked-threshold.ts';
import { selectDetectors } from '../../models/detectors.ts';
import type { FitProgress } from '../../models/fit-detectors.ts';
import { studyAhead } from '../../models/window-study.ts';
import { type ScoredUnits, scoreUnits } from '../../models/score-units.ts';
import type { ScoringContext } from './analysis-context.ts';
import { buildFeatures, type BuiltFeatures } from './build-features.ts';
import { evaluateUnits } from './label-units.ts';
import { type ChosenUnits, chooseUnits, scoreWithModel } from './scoring-model.ts';
import { findSessionIncidents } from './session-incidents.ts';
import { type CaseFindings, findWindowIncidents, type FindingsContext } from './window-incidents.ts';

/** A scored case, kept to fold incidents anew when the threshold moves. */
export interface CaseScoring {
  readonly scored: ScoredUnits;
  /** Hours the units cover together; 0 when none has a time. */
  readonly hours: number;
  /** The threshold that was asked for, on these scores. @throws ModelError `model.threshold-needs-time` */
  thresholdFor(wanted: WantedThreshold): number;
  /** Anomalies and incidents strictly above a threshold; nothing is stored. */
  findingsAt(threshold: number, signal: AbortSignal): Promise<CaseFindings>;
  /** Null without labels. */
  evaluateAt(threshold: number): LabelEvaluation | null;
}

/** Features of the case's units, as chosen. */
export function buildCaseFeatures(context: ScoringContext, units: ChosenUnits): Promise<BuiltFeatures> {
  const { reader, options, signal, progress, model } = context;
  return buildFeatures({
    reader,
    session: units.session,
    windowSeconds: units.windowSeconds,
    stepSeconds: units.stepSeconds,
    plan: units.plan,
    range: { fromNs: options.sinceNs ?? null, toNs: options.untilNs ?? null },
    onWindows: (length) => {
      if (!model) for (const { prepare } of selectDetectors(options.detectors)) prepare?.({ kind: 'window', length });
    },
    signal,
    progress: (done: number, total: number) => progress({ stage: 'features', done, total }),
  });
}

/**
 * Scores by the model, or by detectors fitted on the table itself.
 * @param onLearning Called when all detectors have begun, some of them on threads of their own: this one has time then.
 */
export async function scoreFeatures(
  { model, options, signal, progress }: ScoringContext,
  { unusable }: ChosenUnits,
  table: FeatureTable,
  onLearning: () => void = () => undefined,
): Promise<{ scored: ScoredUnits; run: ModelRun | null }> {
  progress({ stage: 'detectors', done: 0, total: 100 });
  await studyAhead(table, signal);
  const onProgress = ({ done }: FitProgress) =>
    progress({ stage: 'detectors', done: Math.round(done * 100), total: 100 });
  const fit = { randomState: options.seed, signal, onProgress };
  const scoring =
    model !== undefined && model !== null
      ? scoreWithModel(table, model, unusable, fit)
      : scoreUnits(table, { ...fit, detectors: options.detectors }).then((scored) => ({ scored, run: null }));
  onLearning();
  return scoring;
}

/** Keeps what folding at any threshold needs. */
export function makeScoring(
  context: ScoringContext,
  session: string | null,
  built: BuiltFeatures,
  scored: ScoredUnits,
): CaseScoring {
  const { reader, options } = context;
  const { templateIds } = built.dimensions;
  const templateBands = new Map(templateIds.map((id, at) => [id, severityBand(built.highestSeverity[at]!)]));
  const known = context.model?.artifact?.templates.templates ?? [];
  const modelTexts = new Map(known.map(({ templateId, text }) => [templateId, text]));
  const findingsContext = (signal: AbortSignal): FindingsContext => ({
    reader,
    scored,
    dimensions: built.dimensions,
    links: built.links,
    templateBands,
    modelTexts,
    session,
    signal,
  });
  return {
    scored,
    hours: unitHours(scored.table.units),
    thresholdFor: (wanted) => askedThreshold(scored, wanted),
    findingsAt: (threshold, signal) =>
      session === null
        ? findWindowIncidents(findingsContext(signal), threshold)
        : findSessionIncidents(findingsContext(signal), threshold),
    evaluateAt: (threshold) =>
      options.labels === null ? null : evaluateUnits(scored.table.units, options.labels, scored.scores, threshold),
  };
}

/** The findings of a case at a threshold, computed anew; nothing is stored. */
export async function recomputeFindings(
  context: ScoringContext,
): Promise<CaseFindings & { readonly autoThreshold: number; readonly model: ModelRun | null }> {
  const { options, signal } = context;
  const units = chooseUnits(context.model ?? null, options);
  const built = await buildCaseFeatures(context, units);
  const { scored, run: model } = await scoreFeatures(context, units, built.table);
  const scoring = makeScoring(context, units.session, built, scored);
  const autoThreshold = scored.autoThreshold.threshold;
  const findings = await scoring.findingsAt(askedThreshold(scored, options.threshold), signal);
  return { ...findings, autoThreshold, model };
}
