import { implement } from '@orpc/server';
import { scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import { contract } from '#shared/contract/index.ts';
import type { Run } from '#shared/contract/scores.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import type { CatalogRun } from '../../catalog/repositories/runs.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import { previewThreshold, setThreshold } from '../threshold.ts';

export function scoreHandlers({ sessions, version }: ServiceContext) {
  const os = implement(contract.scores);
  const never = new AbortController().signal;
  return {
    runs: os.runs.handler(({ input }) =>
      sessions.use(input.caseId, (session) => session.catalog.runs.list().map((run) => describeRun(session, run))),
    ),
    previewThreshold: os.previewThreshold.handler(({ input, signal = never }) =>
      sessions.use(input.caseId, (session) => previewThreshold(session, input.threshold, version, signal)),
    ),
    setThreshold: os.setThreshold.handler(({ input, signal = never }) =>
      sessions.use(input.caseId, (session) => setThreshold(session, input.threshold, version, signal)),
    ),
  };
}

function describeRun(session: CaseSession, run: CatalogRun): Run {
  const result = run.result as AnalysisRunResult;
  const options = scoringOptionsSchema.safeParse(run.options);
  const { unitKind, units, windowSeconds, stepSeconds, detectors, autoThreshold, evaluation, proposedSession } = result;
  return {
    runId: run.runId,
    createdAtMs: run.createdMs,
    options: options.success ? options.data : {},
    unitKind,
    units,
    windowSeconds,
    stepSeconds,
    detectors: detectors.map((detector) => ({ ...detector })),
    threshold: run.threshold ?? autoThreshold,
    autoThreshold,
    anomalies: session.catalog.runs.countAnomalies(run.runId),
    evaluation,
    proposedSession,
  };
}
