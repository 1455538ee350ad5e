import { CancelledError, SentinelError } from '#shared/base/errors.ts';
import type { ModelRun } from '#shared/domain/analysis-run.ts';
import type { FeaturePlan } from '#shared/domain/feature-plan.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { FeatureSpecification } from '#shared/domain/model-version.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { prepareScores, type ScoredUnits, scoreUnits, scoreWith } from '../../models/score-units.ts';
import { FEATURE_CODE } from './feature-code.ts';

/** The model an analysis is asked to score with. */
export interface ScoringModel {
  /** `NAME:number`, or what else it is, for a person. */
  readonly label: string;
  /** In the registry; null for one that was only fitted for this analysis. */
  readonly name: string | null;
  readonly number: number | null;
  readonly hash: string;
  /** Null when it could not be loaded; `problem` says why. */
  readonly artifact: ModelArtifact | null;
  readonly problem: string | null;
}

/** What the user asked for about units; null = whatever the model uses. */
export interface AskedUnits {
  readonly session: string | null;
  readonly windowSeconds: number | null;
  readonly stepSeconds: number | null;
}

type FitOptions = Omit<Parameters<typeof scoreUnits>[1], 'detectors'>;

interface ModelScores {
  readonly scored: ScoredUnits;
  readonly run: ModelRun;
}

/** How a case is cut into units, and what decides it. */
export interface ChosenUnits extends AskedUnits {
  /** What windows follow besides counts, as the model learned it; null: as found in the case. */
  readonly plan: FeaturePlan | null;
  /** Why the model asked for is not used; null when it is, or none was asked for. */
  readonly unusable: string | null;
}

/** A usable model brings its own units and features; otherwise they are as asked for. */
export function chooseUnits(model: ScoringModel | null, asked: AskedUnits): ChosenUnits {
  const { session, windowSeconds, stepSeconds } = asked;
  const unusable = model === null ? null : whyUnusable(model, asked);
  const artifact = unusable === null ? (model?.artifact ?? null) : null;
  if (artifact === null) return { session, windowSeconds, stepSeconds, plan: null, unusable };
  const { features, plan } = artifact;
  const units = { session: features.session, windowSeconds: features.windowSeconds, stepSeconds: features.stepSeconds };
  return { ...units, plan, unusable: null };
}

/** Why a model cannot score here; null when it can. */
function whyUnusable(model: ScoringModel, asked: AskedUnits): string | null {
  const { label, artifact } = model;
  if (artifact === null) return `${label} cannot be used: ${model.problem ?? 'it could not be loaded'}`;
  const { features } = artifact;
  if (features.code !== FEATURE_CODE) {
    return `${label} was made for other features (${features.code}; this version makes ${FEATURE_CODE}). Train it again.`;
  }
  const other = otherUnits(features, asked);
  return other === null
    ? null
    : `${label} scores ${describeUnits(features)}, not ${other}. Leave ${other} out to use it.`;
}

function otherUnits(features: FeatureSpecification, asked: AskedUnits): string | null {
  if (asked.session !== null && asked.session !== features.session) return `sessions by ${asked.session}`;
  const { windowSeconds, stepSeconds } = asked;
  if (windowSeconds !== null && windowSeconds !== features.windowSeconds) return `windows of ${windowSeconds} s`;
  if (stepSeconds !== null && stepSeconds !== features.stepSeconds) return `steps of ${stepSeconds} s`;
  return null;
}

function describeUnits({ session, windowSeconds, stepSeconds }: FeatureSpecification): string {
  if (session !== null) return `sessions by ${session}`;
  const step = stepSeconds === windowSeconds ? '' : ` every ${stepSeconds} s`;
  return `windows of ${windowSeconds} s${step}`;
}

/**
 * Scores a table with a model. When the model turns out not to fit, the statistical baseline, fitted on the table itself,
 * answers in its place and every detector's result says so.
 * @param unusable From `chooseUnits`: when it says something, the model is not tried.
 */
export async function scoreWithModel(
  table: FeatureTable,
  model: ScoringModel,
  unusable: string | null,
  options: FitOptions,
): Promise<ModelScores> {
  const { name, number, hash } = model;
  if (unusable === null) {
    try {
      await prepareScores(model.artifact!.fitted, table, options.signal);
      const scored = scoreWith(model.artifact!.fitted, table);
      return { scored, run: { name, number, hash, fallback: null, note: noteOf(scored) } };
    } catch (error) {
      if (!(error instanceof SentinelError) || error instanceof CancelledError) throw error;
      return scoreInstead(table, model, `${model.label} cannot score this: ${error.message}`, options);
    }
  }
  return scoreInstead(table, model, unusable, options);
}

/** What a person should know of windows whose features are not those of the model. */
function noteOf({ table, compared }: ScoredUnits): string | null {
  if (table.units.kind !== 'window') return null;
  if (compared === null)
    return 'It knows no levels of windows: they are judged by what is usual in this log. Train it again.';
  const { unknown, total, refusal } = compared;
  if (refusal !== null) return `Windows are judged by what is usual in this log alone: ${refusal}.`;
  if (unknown === 0) return null;
  return `${unknown} of ${total} features are not known to it and are judged by what is usual in this log.`;
}

async function scoreInstead(
  table: FeatureTable,
  { name, number, hash }: ScoringModel,
  fallback: string,
  options: FitOptions,
): Promise<ModelScores> {
  const scored = await scoreUnits(table, { ...options, detectors: ['baseline'] });
  const detectors = scored.detectors.map((detector) => ({ ...detector, fallback }));
  return { scored: { ...scored, detectors }, run: { name, number, hash, fallback, note: null } };
}
