import type { FeaturePlan } from '#shared/domain/feature-plan.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import type { FeatureSpecification, TrainingMetrics } from '#shared/domain/model-version.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';
import { ModelError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { countWords, type TemplateTexts } from '../../features/message-vectors.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { scoreFromSurprise } from '../../models/calibration.ts';
import { type DetectorFit, fitDetectors } from '../../models/fit-detectors.ts';
import { type EncodedArtifact, encodeArtifact } from '../../models/model-file/encode-artifact.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { fitReference } from '../../models/reference-distribution.ts';
import { scoreWith } from '../../models/score-units.ts';
import { buildFeatures, type BuiltFeatures } from '../analysis/build-features.ts';
import { FEATURE_CODE } from '../analysis/feature-code.ts';
import { toFeaturePlan } from '../analysis/feature-plan.ts';
import { evaluateUnits } from '../analysis/label-units.ts';
import { toNs } from '../analysis/unit-ids.ts';
import { templatesOfManifest } from './manifest-templates.ts';
import { keepNormalUnits } from './normal-units.ts';
import { fingerprintTable } from './table-fingerprint.ts';
import { encodeMemory, type TrainingMemory } from './training-memory.ts';

/** How a model is trained; `null` means "find out". */
export interface TrainingOptions {
  /** Regex (first capture group, else the match) or field name; null = time windows. */
  readonly session: string | null;
  readonly windowSeconds: number | null;
  readonly stepSeconds: number | null;
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  readonly seed: number;
  /** `normal`: only units the labels say are normal; without labels all units are taken for normal. */
  readonly only: 'all' | 'normal';
  readonly labels: LabelSet | null;
  /** Chosen on held-out units and kept with the model; default `auto`. */
  readonly threshold?: WantedThreshold;
  readonly sinceNs: bigint | null;
  readonly untilNs: bigint | null;
}

export interface TrainingProgress {
  readonly stage: 'features' | 'detectors';
  readonly done: number;
  readonly total: number;
}

/** A model's former training data, to be fitted on together with what is new. */
export interface FormerTraining {
  readonly table: FeatureTable;
  readonly templates: KnownTemplates;
  readonly plan: FeaturePlan;
}

export interface TrainingContext {
  readonly name: string;
  /** Of the case that was read for the training, refreshed after the last commit. */
  readonly reader: CaseReader;
  readonly options: TrainingOptions;
  readonly product: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: TrainingProgress) => void;
  /** Joins what was trained on before to the case's units; absent for a training from scratch. */
  readonly join?: (built: { table: FeatureTable; templates: KnownTemplates; plan: FeaturePlan }) => FormerTraining;
  /** What windows follow, when it is given by a former version. */
  readonly plan?: FeaturePlan | null;
}

export interface TrainedModel {
  readonly artifact: ModelArtifact;
  /** The units it was fitted on. */
  readonly table: FeatureTable;
}

/**
 * Builds the features of a case, fits the detectors on its units and measures the result.
 * Held-out units calibrate, since the model is for scoring other dumps.
 * @throws ModelError `model.no-units` when nothing is left to fit on, `model.unknown-detector`; FeatureError; CancelledError
 */
export async function trainModel(context: TrainingContext): Promise<TrainedModel> {
  const { name, reader, options, signal } = context;
  const built = await buildFeatures(featureOptions(context));
  throwIfAborted(signal);
  const normal = keepNormal(built.table, options);
  const plan = toFeaturePlan(built, built.dimensions.templateIds);
  const own = { table: normal.table, templates: templatesOfManifest(reader.manifest), plan };
  const data = context.join?.(own) ?? own;
  const { units } = data.table;
  if (units.length === 0) {
    const hint = normal.leftOut > 0 ? ` ${normal.leftOut} were left out as not normal: check the labels.` : '';
    throw new ModelError('model.no-units', `There is no ${units.kind} to train on.${hint}`);
  }
  const fit = await fitDetectors(data.table, {
    detectors: options.detectors,
    randomState: options.seed,
    calibrateOn: 'heldOut',
    isUsual: options.only === 'normal',
    threshold: options.threshold,
    signal,
    onProgress: ({ done }) => context.progress({ stage: 'detectors', done: Math.round(done * 100), total: 100 }),
  });
  throwIfAborted(signal);
  const { calibratingSurprises, ...fitted } = fit;
  const artifact: ModelArtifact = {
    name,
    features: specificationOf(data.table, options.session),
    plan: { ...data.plan, words: countWords(data.table, textsOf(data.templates)) },
    templates: data.templates,
    fitted,
    reference: fitReference(data.table, calibratingSurprises.map(scoreFromSurprise)),
    training: {
      seed: options.seed,
      detectors: options.detectors,
      only: options.only,
      units: units.length,
      leftOut: normal.leftOut,
      events: units.events.reduce((sum, events) => sum + events, 0),
      features: data.table.columns.length,
      templates: data.templates.templates.length,
      fingerprint: fingerprintTable(data.table),
      ...spanOf(data.table),
      product: context.product,
    },
    metrics: measure(fit, built, options),
  };
  return { artifact, table: data.table };
}

function featureOptions({ reader, options, signal, progress, plan }: TrainingContext) {
  return {
    reader,
    session: options.session,
    windowSeconds: options.windowSeconds,
    stepSeconds: options.stepSeconds,
    range: { fromNs: options.sinceNs, toNs: options.untilNs },
    plan: plan ?? null,
    signal,
    progress: (done: number, total: number) => progress({ stage: 'features', done, total }),
  };
}

function keepNormal(table: FeatureTable, { only, labels }: TrainingOptions): { table: FeatureTable; leftOut: number } {
  return only === 'normal' && labels !== null ? keepNormalUnits(table, labels) : { table, leftOut: 0 };
}

function textsOf({ templates }: KnownTemplates): TemplateTexts {
  return new Map(templates.map(({ templateId, text }) => [templateId, text]));
}

/** How a table's features are made. */
export function specificationOf({ units }: FeatureTable, session: string | null): FeatureSpecification {
  const { kind, windowSeconds, stepSeconds } = units;
  return { code: FEATURE_CODE, unitKind: kind, session, windowSeconds, stepSeconds };
}

function measure(fit: DetectorFit, built: BuiltFeatures, options: TrainingOptions): TrainingMetrics {
  const { calibratingSurprises, autoThreshold, detectors } = fit;
  const above = calibratingSurprises.filter((surprise) => surprise > autoThreshold.surprise).length;
  const { threshold } = autoThreshold;
  const { labels } = options;
  return {
    threshold,
    heldOutAlarmShare: calibratingSurprises.length === 0 ? 0 : above / calibratingSurprises.length,
    heldOutUnits: calibratingSurprises.length,
    detectors: detectors.map(({ name, fallback }) => ({ name, fallback })),
    labelled:
      labels === null ? null : evaluateUnits(built.table.units, labels, scoreWith(fit, built.table).scores, threshold),
  };
}

function spanOf({ units }: FeatureTable): { fromNs: string | null; toNs: string | null } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let unit = 0; unit < units.length; unit++) {
    if (units.startSeconds[unit]! < first) first = units.startSeconds[unit]!;
    if (units.endSeconds[unit]! > last) last = units.endSeconds[unit]!;
  }
  const text = (seconds: number): string | null => (Number.isFinite(seconds) ? String(toNs(seconds)) : null);
  return { fromNs: text(first), toNs: text(last) };
}

/** The files of a trained version: the model, and the part of its training units that is kept. */
export function encodeTraining({ artifact, table }: TrainedModel): { model: EncodedArtifact; memory: TrainingMemory } {
  return { model: encodeArtifact(artifact), memory: encodeMemory(table, artifact.training.seed) };
}
