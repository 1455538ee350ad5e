import { ContractError } from '#shared/base/errors.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { CatalogRun } from '../catalog/repositories/runs.ts';
import { CaseReading } from './case-reading.ts';
import type { CaseSession } from './case-sessions.ts';
import type { Findings } from './incident-view.ts';
import { splitIncidents } from './suppressions.ts';

/** The findings of a run (default: the current one) with what the views need besides; null before the first analysis. */
export async function readFindings(
  session: CaseSession,
  runId?: string,
  signal?: AbortSignal,
): Promise<Findings | null> {
  const { runs } = session.catalog;
  const run = runId === undefined ? runs.current() : runs.get(runId);
  if (run === null) return null;
  const { shown, hidden } = splitIncidents(session, run.runId);
  const eventIds = [...new Set([...shown, ...hidden].flatMap(({ evidence }) => evidence.map((line) => line.eventId)))];
  return {
    incidents: shown,
    hidden,
    anomalies: new Map(runs.anomalies(run.runId).map((anomaly) => [anomaly.unitId, anomaly])),
    threshold: run.threshold ?? Number.NaN,
    bandOfEvent: await readBands(session, eventIds, signal),
  };
}

/** @throws ContractError `scores.not-found` before the first analysis. */
export function currentRun(session: CaseSession): CatalogRun {
  const run = session.catalog.runs.current();
  if (run === null) throw new ContractError('scores.not-found', 'This case was not analysed yet.');
  return run;
}

async function readBands(
  session: CaseSession,
  eventIds: readonly number[],
  signal?: AbortSignal,
): Promise<Map<number, number>> {
  if (eventIds.length === 0) return new Map();
  const { reader } = await CaseReading.of(session);
  const events = await reader.events(Uint32Array.from(eventIds), signal);
  return new Map(events.map((event) => [event.eventId, severityBand(event.severity)]));
}
