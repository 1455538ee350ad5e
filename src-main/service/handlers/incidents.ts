import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import type { AnomalyView, CounterfactualView, IncidentDetail } from '#shared/contract/incidents.ts';
import { contract } from '#shared/contract/index.ts';
import { partialFindings, partialOf } from '../analyze/partial-slot.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import { currentRun, readFindings } from '../findings.ts';
import { describeIncident, summarizeIncident, viewAnomaly } from '../incident-view.ts';
import { explainUnit } from '../explain-unit.ts';
import { findCounterfactual } from '../../pipelines/analysis/counterfactual.ts';
import { unitIdOf } from '../../pipelines/analysis/unit-ids.ts';
import { scoringOf } from '../threshold.ts';

/** A recomputed number counts as equal within this share of it: sums of floats depend on their order. */
const CLAIM_TOLERANCE = 1e-9;

export function incidentHandlers({ sessions, version }: ServiceContext) {
  const os = implement(contract.incidents);
  return {
    list: os.list.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const findings = await readFindings(session, input.runId, signal);
        return findings === null ? [] : findings.incidents.map((incident) => summarizeIncident(incident, findings));
      }),
    ),
    partial: os.partial.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => {
        const partial = await partialOf(session);
        if (partial === null) return null;
        const findings = partialFindings(session, partial);
        return {
          coverage: partial.coverage,
          incidents: findings.incidents.map((incident) => summarizeIncident(incident, findings)),
        };
      }),
    ),
    get: os.get.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const partial = await findPartialIncident(session, input.incidentId);
        if (partial !== null) return partial;
        const findings = await readFindings(session, undefined, signal);
        const all = findings === null ? [] : [...findings.incidents, ...findings.hidden];
        const incident = all.find((one) => one.incidentId === input.incidentId);
        if (incident === undefined || findings === null) throw unknownIncident(input.incidentId);
        return describeIncident(incident, findings);
      }),
    ),
    explainUnit: os.explainUnit.handler(({ input, signal }) =>
      sessions.use(input.caseId, (session) => explain(session, input.unitId, signal)),
    ),
    counterfactual: os.counterfactual.handler(({ input, signal = new AbortController().signal }) =>
      sessions.use(input.caseId, (session) => explainAway(session, input.incidentId, version, signal)),
    ),
    checkClaim: os.checkClaim.handler(({ input, signal }) =>
      sessions.use(input.caseId, (session) => checkClaim(session, input.incidentId, input.claim, signal)),
    ),
  };
}

async function findPartialIncident(session: CaseSession, incidentId: string): Promise<IncidentDetail | null> {
  const partial = await partialOf(session);
  if (partial === null) return null;
  const findings = partialFindings(session, partial);
  const incident = findings.incidents.find((one) => one.incidentId === incidentId);
  return incident === undefined ? null : { ...describeIncident(incident, findings), isPartial: true };
}

async function explain(session: CaseSession, unitId: string, signal?: AbortSignal): Promise<AnomalyView> {
  const run = currentRun(session);
  const anomaly = session.catalog.runs.anomalies(run.runId).find((one) => one.unitId === unitId);
  if (anomaly !== undefined) return viewAnomaly(anomaly);
  const { reader } = await CaseReading.of(session);
  return explainUnit(reader, unitId, run.threshold ?? Number.NaN, signal);
}

async function explainAway(
  session: CaseSession,
  incidentId: string,
  product: string,
  signal: AbortSignal,
): Promise<CounterfactualView> {
  const run = currentRun(session);
  const incident = session.catalog.runs.findIncident(run.runId, incidentId);
  if (incident === null) throw unknownIncident(incidentId);
  const { scoring } = await scoringOf(session, product, signal);
  const { scored } = scoring;
  const wanted = new Set(incident.unitIds);
  const units: number[] = [];
  for (let unit = 0; unit < scored.table.units.length; unit++) {
    if (wanted.has(unitIdOf(scored.table.units, unit))) units.push(unit);
  }
  if (units.length === 0) throw unknownIncident(incidentId);
  const found = findCounterfactual(scored, units, run.threshold ?? scored.autoThreshold.threshold);
  return { ...found, changes: found.changes.map((change) => ({ ...change })) };
}

async function checkClaim(session: CaseSession, incidentId: string, position: number, signal?: AbortSignal) {
  const incident = session.catalog.runs.findIncident(currentRun(session).runId, incidentId);
  if (incident === null) throw unknownIncident(incidentId);
  const claim = incident.claims[position];
  if (claim === undefined)
    throw new ContractError('incidents.not-found', `Incident ${incidentId} has no claim ${position}.`);
  const { reader } = await CaseReading.of(session);
  const [row] = await reader.query(claim.sql, { signal });
  const [first] = Object.values(row ?? {});
  const recomputed = first === null || first === undefined ? null : Number(first);
  const isEqual =
    recomputed !== null && Math.abs(recomputed - claim.value) <= CLAIM_TOLERANCE * Math.max(1, Math.abs(claim.value));
  return { value: claim.value, recomputed, isEqual };
}

function unknownIncident(incidentId: string): ContractError {
  return new ContractError(
    'incidents.not-found',
    `There is no incident ${incidentId.slice(0, 64)} in the latest analysis.`,
  );
}
