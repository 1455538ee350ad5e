import { scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { ThresholdEffect } from '#shared/contract/scores.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import type { UnitColumns } from '#shared/domain/feature-table.ts';
import type { CaseFindings } from '../pipelines/analysis/window-incidents.ts';
import { labelTextOf } from './analyze/case-labels.ts';
import { analyzeSession, type LiveScoring, liveScoring } from './analyze/score-case.ts';
import type { CaseSession } from './case-sessions.ts';
import { currentRun } from './findings.ts';
import { modelOfRun } from './models/scoring-model.ts';

type Wanted = number | 'auto';

/** What a threshold would do to the current run; nothing is stored. */
export async function previewThreshold(
  session: CaseSession,
  wanted: Wanted,
  product: string,
  signal: AbortSignal,
): Promise<ThresholdEffect> {
  const threshold = resolveThreshold(session, wanted);
  const live = await scoringOf(session, product, signal);
  return describeEffect(live, threshold, await live.scoring.findingsAt(threshold, signal));
}

/** Folds anomalies and incidents of the current run anew and stores them with the threshold. */
export async function setThreshold(
  session: CaseSession,
  wanted: Wanted,
  product: string,
  signal: AbortSignal,
): Promise<ThresholdEffect> {
  const catalog = await session.writable();
  const threshold = resolveThreshold(session, wanted);
  const live = await scoringOf(session, product, signal);
  const findings = await live.scoring.findingsAt(threshold, signal);
  const effect = describeEffect(live, threshold, findings);
  const run = currentRun(session);
  const result = { ...(run.result as AnalysisRunResult), evaluation: effect.evaluation };
  catalog.replaceFindings(run.runId, { threshold, result, ...findings });
  const origin = wanted === 'auto' ? 'auto' : 'user';
  catalog.thresholds.set({ detector: 'ensemble', value: threshold, origin, updatedMs: Date.now() });
  return effect;
}

function resolveThreshold(session: CaseSession, wanted: Wanted): number {
  return wanted === 'auto' ? (currentRun(session).result as AnalysisRunResult).autoThreshold : wanted;
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
  const hours = spanHours(live.scoring.scored.table.units);
  return {
    threshold,
    anomalies: findings.anomalies.length,
    incidents: findings.incidents.length,
    alarmsPerHour: hours === null ? null : findings.anomalies.length / hours,
    evaluation: live.scoring.evaluateAt(threshold),
  };
}

/** From the first unit's start to the last one's end, at least a minute; null when no unit has a time. */
function spanHours(units: UnitColumns): number | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let unit = 0; unit < units.length; unit++) {
    const [start, end] = [units.startSeconds[unit]!, units.endSeconds[unit]!];
    if (start < first) first = start;
    if (end > last) last = end;
  }
  return last >= first ? Math.max(60, last - first) / 3600 : null;
}
