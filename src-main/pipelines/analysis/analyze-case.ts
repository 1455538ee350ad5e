import type { AnalysisRunResult, DetectorRun, LabelEvaluation, ModelRun } from '#shared/domain/analysis-run.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import { severityBand } from '#shared/domain/severity.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { selectDetectors } from '../../models/detectors.ts';
import type { FitProgress } from '../../models/fit-detectors.ts';
import { type ScoredUnits, scoreUnits } from '../../models/score-units.ts';
import { buildFeatures, type BuiltFeatures } from './build-features.ts';
import { GoldWriter } from './gold-files.ts';
import { type ChosenUnits, chooseUnits, type ScoringModel, scoreWithModel } from './scoring-model.ts';
import { evaluateUnits } from './label-units.ts';
import { findSessionIncidents } from './session-incidents.ts';
import { type CaseFindings, findWindowIncidents, type FindingsContext } from './window-incidents.ts';

export interface AnalysisOptions {
  /** Regex (first capture group, else the match) or field name; null = time windows. */
  readonly session: string | null;
  /** Null: chosen from span and volume. */
  readonly windowSeconds: number | null;
  /** Null: equal to the window. */
  readonly stepSeconds: number | null;
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  /** On the calibrated score, 0..1. */
  readonly threshold: number | 'auto';
  readonly labels: LabelSet | null;
  readonly seed: number;
  /** Epoch nanoseconds, inclusive; null = no limit. */
  readonly sinceNs?: bigint | null;
  /** Exclusive. */
  readonly untilNs?: bigint | null;
}

export interface AnalysisProgress {
  readonly stage: 'features' | 'detectors' | 'incidents';
  readonly done: number;
  readonly total: number;
}

export interface AnalysisContext {
  /** Opened for writing: the run is stored in it. */
  readonly catalog: CaseCatalog;
  /** Of the same case, refreshed after the last commit. */
  readonly reader: CaseReader;
  readonly lakeDir: string;
  readonly options: AnalysisOptions;
  /**
   * Scores with this model instead of fitting on the case; the case has its templates already (`bringTemplates`). Absent or
   * null: the detectors are fitted on the case itself.
   */
  readonly model?: ScoringModel | null;
  /** Stored with the run for a replay; default: the analysis options without labels. */
  readonly storedOptions?: unknown;
  readonly signal: AbortSignal;
  readonly progress: (progress: AnalysisProgress) => void;
}

export interface AnalysisResult extends AnalysisRunResult {
  readonly runId: string;
  /** The threshold the findings are from. */
  readonly threshold: number;
  readonly anomalies: readonly Anomaly[];
  readonly incidents: readonly Incident[];
  readonly windowReason: string | null;
  /** Holds features and scores in memory: findings at any other threshold without reading the case again. */
  readonly scoring: CaseScoring;
}

/** A scored case, kept to fold incidents anew when the threshold moves. */
export interface CaseScoring {
  readonly scored: ScoredUnits;
  /** Anomalies and incidents strictly above a threshold; nothing is stored. */
  findingsAt(threshold: number, signal: AbortSignal): Promise<CaseFindings>;
  /** Null without labels. */
  evaluateAt(threshold: number): LabelEvaluation | null;
}

/**
 * Builds features, runs the detectors, folds incidents, writes gold files and stores the run as the current one.
 * @throws FeatureError `features.no-session` | `features.too-many-windows`, ModelError `model.unknown-detector`,
 * CancelledError: nothing is stored then, and the former run stays current.
 */
export async function analyzeCase(context: AnalysisContext): Promise<AnalysisResult> {
  const { catalog, lakeDir, options, signal } = context;
  const seconds: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => Promise<T> | T): Promise<T> => {
    const startMs = performance.now();
    const result = await work();
    seconds[stage] = (seconds[stage] ?? 0) + (performance.now() - startMs) / 1000;
    throwIfAborted(signal);
    return result;
  };
  const units = chooseUnits(context.model ?? null, options);
  const built = await timed('features', () => buildFeatures(featureOptions(context, units)));
  // The features file is written beside the detectors' work, which leaves the engine's threads idle.
  const gold = await timed('gold', () => GoldWriter.start(lakeDir, catalog.runs.nextRunId(), built.table));
  try {
    const { scored, run: model } = await timed('detectors', () => scoreTable(context, units, built.table));
    const threshold = options.threshold === 'auto' ? scored.autoThreshold.threshold : options.threshold;
    const files = timed('gold', () => gold.finish(scored, threshold));
    files.catch(() => undefined);
    const scoring = await timed('incidents', () => makeScoring(context, units.session, built, scored));
    const findings = await timed('incidents', () => {
      context.progress({ stage: 'incidents', done: 0, total: 1 });
      return scoring.findingsAt(threshold, signal);
    });
    const written = await files;
    const result: AnalysisRunResult = {
      ...describeRun(built, scored),
      evaluation: scoring.evaluateAt(threshold),
      model,
      seconds,
    };
    const run = catalog.commitRun({
      kind: 'analysis',
      options: storedOptionsOf(context, units),
      result,
      threshold,
      gold: written,
      ...findings,
    });
    return {
      ...result,
      ...findings,
      runId: run.runId,
      threshold,
      windowReason: built.windows?.reason ?? null,
      scoring,
    };
  } finally {
    await gold.dispose();
  }
}

/** @throws ModelError `model.unknown-detector`, so that it is told before anything is read. */
export function checkDetectors(names: readonly string[] | null): void {
  selectDetectors(names);
}

function featureOptions({ reader, options, signal, progress }: AnalysisContext, units: ChosenUnits) {
  return {
    reader,
    session: units.session,
    windowSeconds: units.windowSeconds,
    stepSeconds: units.stepSeconds,
    plan: units.plan,
    range: { fromNs: options.sinceNs ?? null, toNs: options.untilNs ?? null },
    signal,
    progress: (done: number, total: number) => progress({ stage: 'features', done, total }),
  };
}

async function scoreTable(
  { model, options, signal, progress }: AnalysisContext,
  { unusable }: ChosenUnits,
  table: FeatureTable,
): Promise<{ scored: ScoredUnits; run: ModelRun | null }> {
  progress({ stage: 'detectors', done: 0, total: 100 });
  const onProgress = ({ done }: FitProgress) =>
    progress({ stage: 'detectors', done: Math.round(done * 100), total: 100 });
  const fit = { randomState: options.seed, signal, onProgress };
  if (model !== undefined && model !== null) return scoreWithModel(table, model, unusable, fit);
  return { scored: await scoreUnits(table, { ...fit, detectors: options.detectors }), run: null };
}

/** What a later look at the run needs to know of its units, whoever decided them. */
function storedOptionsOf({ storedOptions, options }: AnalysisContext, units: ChosenUnits): unknown {
  const stored = storedOptions ?? { ...options, labels: null };
  return typeof stored === 'object' && stored !== null ? { ...stored, session: units.session } : stored;
}

function describeRun(built: BuiltFeatures, scored: ScoredUnits): Omit<AnalysisRunResult, 'evaluation' | 'seconds'> {
  const { units } = built.table;
  const detectors: DetectorRun[] = scored.detectors.map(({ name, fallback, seconds }) => ({ name, fallback, seconds }));
  return {
    unitKind: units.kind,
    units: units.length,
    windowSeconds: units.windowSeconds,
    stepSeconds: units.stepSeconds,
    detectors,
    autoThreshold: scored.autoThreshold.threshold,
    proposedSession: built.proposedSession?.pattern ?? null,
  };
}

async function makeScoring(
  context: AnalysisContext,
  session: string | null,
  built: BuiltFeatures,
  scored: ScoredUnits,
): Promise<CaseScoring> {
  const { reader, options } = context;
  const templateBands = await readTemplateBands(reader, context.signal);
  const findingsContext = (signal: AbortSignal): FindingsContext => ({
    reader,
    scored,
    dimensions: built.dimensions,
    links: built.links,
    templateBands,
    session,
    signal,
  });
  return {
    scored,
    findingsAt: (threshold, signal) =>
      session === null
        ? findWindowIncidents(findingsContext(signal), threshold)
        : findSessionIncidents(findingsContext(signal), threshold),
    evaluateAt: (threshold) =>
      options.labels === null ? null : evaluateUnits(scored.table.units, options.labels, scored.scores, threshold),
  };
}

async function readTemplateBands(reader: CaseReader, signal: AbortSignal): Promise<Map<string, number>> {
  const rows = await reader.query(
    `SELECT d.template_id AS id, max(e.severity) AS severity FROM
       (SELECT shape_id, max(severity) AS severity FROM silver GROUP BY shape_id) e
     JOIN dim_shapes d ON d.shape_id = e.shape_id WHERE d.template_id IS NOT NULL GROUP BY d.template_id`,
    { signal },
  );
  return new Map(rows.map((row) => [String(row['id']), severityBand(Number(row['severity'] ?? 0))]));
}
