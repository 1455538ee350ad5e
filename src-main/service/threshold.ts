import { scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { ThresholdEffect } from '#shared/contract/scores.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import type { CaseFindings } from '../pipelines/analysis/window-incidents.ts';
import { labelTextOf } from './analyze/case-labels.ts';
import { analyzeSession, type LiveScoring, liveScoring } from './analyze/score-case.ts';
import type { CaseSession } from './case-sessions.ts';
import { currentRun } from './findings.ts';
import { modelOfRun } from './models/scoring-model.ts';

/** What a threshold would do to the current run; nothing is stored. */
export async function previewThreshold(
  session: CaseSession,
  wanted: WantedThreshold,
  product: string,
  signal: AbortSignal,
): Promise<ThresholdEffect> {
  const live = await scoringOf(session, product, signal);
  const threshold = resolveThreshold(session, live, wanted);
  return describeEffect(live, threshold, await live.scoring.findingsAt(threshold, signal));
}

/** Folds anomalies and incidents of the current run anew and stores them with the threshold. */
export async function setThreshold(
  session: CaseSession,
  wanted: WantedThreshold,
  product: string,
  signal: AbortSignal,
): Promise<ThresholdEffect> {
  const catalog = await session.writable();
  const live = await scoringOf(session, product, signal);
  const threshold = resolveThreshold(session, live, wanted);
  const findings = await live.scoring.findingsAt(threshold, signal);
  const effect = describeEffect(live, threshold, findings);
  const run = currentRun(session);
  const result = { ...(run.result as AnalysisRunResult), evaluation: effect.evaluation };
  catalog.replaceFindings(run.runId, { threshold, result, ...findings });
  const origin = wanted === 'auto' ? 'auto' : 'user';
  catalog.thresholds.set({ detector: 'ensemble', value: threshold, origin, updatedMs: Date.now() });
  return effect;
}

function resolveThreshold(session: CaseSession, { scoring }: LiveScoring, wanted: WantedThreshold): number {
  if (wanted === 'auto') return (currentRun(session).result as AnalysisRunResult).autoThreshold;
  return scoring.thresholdFor(wanted);
}

/** After a restart the case is scored again with the options of its run, which gives the same scores. */
export async function scoringOf(session: CaseSession, product: string, signal: AbortSignal): Promise<LiveScoring> {
  const live = await liveScoring(session);
  if (live !== null) return live;
  const run = currentRun(session);
  const stored = scoringOptionsSchema.safeParse(run.options);
  const options = { ...(stored.success ? stored.data : {}), threshold: run.threshold ?? ('auto' as const) };
  const catalog = await session.writable();
  const labelText = await labelTextOf(catalog.caseDir, run, options.labelsPath);
  const pinned = { options, model: await modelOfRun(catalog, options), product, labelText };
  await analyzeSession(session, catalog, pinned, signal);
  const fresh = await liveScoring(session);
  if (fresh === null) throw new Error('The scoring was lost right after it was made.');
  return fresh;
}

function describeEffect(live: LiveScoring, threshold: number, findings: CaseFindings): ThresholdEffect {
  const { hours } = live.scoring;
  return {
    threshold,
    anomalies: findings.anomalies.length,
    incidents: findings.incidents.length,
    alarmsPerHour: hours > 0 ? findings.anomalies.length / hours : null,
    evaluation: live.scoring.evaluateAt(threshold),
  };
}
