import type { AnalysisRunResult, DetectorRun } from '#shared/domain/analysis-run.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import type { GoldFile } from '#shared/domain/segment.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { askedThreshold } from '../../models/asked-threshold.ts';
import { selectDetectors } from '../../models/detectors.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import type { ScoringContext } from './analysis-context.ts';
import type { BuiltFeatures } from './build-features.ts';
import { buildCaseFeatures, type CaseScoring, makeScoring, scoreFeatures } from './case-scoring.ts';
import { withDerivedColumns } from './derived-features.ts';
import { GoldWriter } from './gold-files.ts';
import { provenanceOf } from './provenance.ts';
import { type ChosenUnits, chooseUnits } from './scoring-model.ts';

/** Events from which on what a stage leaves behind is worth the time it takes to give it back. */
const RELEASE_FROM = 4_000_000;

export interface AnalysisContext extends ScoringContext {
  /** Of the same case, opened for writing: the run is stored in it. */
  readonly catalog: CaseCatalog;
  readonly lakeDir: string;
  /** Stored with the run for a replay; default: the analysis options without labels. */
  readonly storedOptions?: unknown;
  /** Version of the product that is stored with the run; default: unknown. */
  readonly product?: string;
  /**
   * Finds out whether the layers below are sound. Called once the features are read, so that it has the engine's threads while
   * the detectors use this one: nothing is written before it has settled.
   */
  readonly checkBelow?: () => Promise<void>;
  /** Finds out whether the written features and scores are sound, beside the folding of incidents: nothing is committed before. */
  readonly checkGold?: (files: readonly GoldFile[]) => Promise<void>;
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

/**
 * Builds features, runs the detectors, folds incidents, writes gold files and stores the run as the current one.
 * @throws what `checkBelow` and `checkGold` throw, FeatureError `features.no-session` | `features.too-many-windows`, ModelError `model.unknown-detector` |
 * `model.threshold-needs-time`, CancelledError: nothing is stored then, and the former run stays current.
 */
export async function analyzeCase(context: AnalysisContext): Promise<AnalysisResult> {
  const { catalog, options, reader, signal } = context;
  const seconds: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => Promise<T> | T): Promise<T> => {
    const startMs = performance.now();
    const result = await work();
    seconds[stage] = (seconds[stage] ?? 0) + (performance.now() - startMs) / 1000;
    throwIfAborted(signal);
    return result;
  };
  // Between stages, so that none grows beside what the one before it left: reading first of all.
  const release = async () => {
    if (reader.eventCount >= RELEASE_FROM) await timed('release', () => reader.engine.releaseFreed());
  };
  const units = chooseUnits(context.model ?? null, options);
  await release();
  const built = await timed('features', () => buildCaseFeatures(context, units)).catch(async (error: unknown) => {
    // Unsound layers are the better explanation of whatever went wrong on them.
    await context.checkBelow?.();
    throw error;
  });
  await release();
  // Beside the study, which leaves the engine's threads idle.
  const checking = context.checkBelow?.() ?? Promise.resolve();
  checking.catch(() => undefined);
  const started: { gold?: Promise<GoldWriter> } = {};
  const startGold = (): Promise<GoldWriter> => {
    started.gold ??= openGold(context, checking, built, units);
    started.gold.catch(() => undefined);
    return started.gold;
  };
  try {
    const { scored, run: model } = await timed('detectors', () =>
      scoreFeatures(context, units, built.table, () => void startGold()),
    );
    const gold = await timed('gold', startGold);
    const threshold = askedThreshold(scored, options.threshold);
    const files = timed('gold', async () => {
      const finished = await gold.finish(scored, threshold);
      await gold.dispose();
      await context.checkGold?.(finished);
      return finished;
    });
    files.catch(() => undefined);
    const scoring = makeScoring(context, units.session, built, scored);
    await release();
    const folding = timed('incidents', () => {
      context.progress({ stage: 'incidents', done: 0, total: 1 });
      return scoring.findingsAt(threshold, signal);
    });
    folding.catch(() => undefined);
    // While the engine answers the first questions about incidents.
    const evaluation = scoring.evaluateAt(threshold);
    const findings = await folding;
    const written = await files;
    const result: AnalysisRunResult = {
      ...describeRun(built, scored),
      evaluation,
      model,
      provenance: provenanceOf(catalog, { seed: options.seed, product: context.product ?? 'unknown' }),
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
    await checking.catch(() => undefined);
    await (await started.gold?.catch(() => null))?.dispose();
  }
}

async function openGold(
  { catalog, lakeDir }: AnalysisContext,
  checking: Promise<void>,
  { table, dimensions }: BuiltFeatures,
  { plan }: ChosenUnits,
): Promise<GoldWriter> {
  await checking;
  return GoldWriter.start(lakeDir, catalog.runs.nextRunId(), withDerivedColumns(table, dimensions, plan));
}

/** @throws ModelError `model.unknown-detector`, so that it is told before anything is read. */
export function checkDetectors(names: readonly string[] | null): void {
  selectDetectors(names);
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
