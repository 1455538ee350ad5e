import type { AnomalyView, IncidentDetail, IncidentSummary } from '#shared/contract/incidents.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';

const MAX_ANOMALIES = 200;
const MAX_SIMILAR = 5;

/** Findings of one run, by id. */
export interface Findings {
  /** Those to show. */
  readonly incidents: readonly Incident[];
  /** Those that a rule of the case takes for normal. */
  readonly hidden: readonly Incident[];
  readonly anomalies: ReadonlyMap<string, Anomaly>;
  readonly threshold: number;
  /** Severity band of each evidence event. */
  readonly bandOfEvent: ReadonlyMap<number, number>;
}

export function summarizeIncident(incident: Incident, findings: Findings): IncidentSummary {
  const { incidentId, startNs, endNs, score, summary, kinds, entities, templateIds, unitIds, evidence } = incident;
  const bands = evidence.map((line) => findings.bandOfEvent.get(line.eventId) ?? 0);
  return {
    incidentId,
    startNs,
    endNs,
    score,
    summary,
    kinds: [...kinds],
    entities: [...entities],
    templateIds: [...templateIds],
    units: unitIds.length,
    detectors: votingDetectors(incident, findings),
    severityBand: Math.max(0, ...bands),
  };
}

export function describeIncident(incident: Incident, findings: Findings): IncidentDetail {
  const anomalies = anomaliesOf(incident, findings).slice(0, MAX_ANOMALIES).map(viewAnomaly);
  return {
    ...summarizeIncident(incident, findings),
    unitIds: [...incident.unitIds],
    claims: incident.claims.map((claim) => ({ ...claim })),
    evidence: incident.evidence.map((line) => ({ ...line })),
    anomalies,
    similarIncidentIds: similarIncidents(incident, findings.incidents),
    threshold: findings.threshold,
  };
}

export function viewAnomaly(anomaly: Anomaly): AnomalyView {
  const { kinds, entities, templateIds, votes, ...rest } = anomaly;
  return {
    ...rest,
    kinds: [...kinds],
    entities: [...entities],
    templateIds: [...templateIds],
    votes: votes.map((vote) => ({ ...vote, contributions: vote.contributions.map((part) => ({ ...part })) })),
  };
}

/** Highest score first. */
function anomaliesOf(incident: Incident, { anomalies }: Findings): Anomaly[] {
  const found = incident.unitIds.map((unitId) => anomalies.get(unitId)).filter((one) => one !== undefined);
  return found.toSorted((a, b) => b.score - a.score);
}

/** Detectors that flagged any of its units, by their highest score. */
function votingDetectors(incident: Incident, findings: Findings): string[] {
  const best = new Map<string, number>();
  for (const { votes } of anomaliesOf(incident, findings)) {
    for (const { detector, score, isAnomaly } of votes) {
      if (isAnomaly) best.set(detector, Math.max(score, best.get(detector) ?? 0));
    }
  }
  return [...best].toSorted(([, a], [, b]) => b - a).map(([detector]) => detector);
}

/** Others that share a kind and also an entity or template: most shared first, then nearest in time. */
function similarIncidents(incident: Incident, all: readonly Incident[]): string[] {
  const shared = (a: readonly string[], b: readonly string[]) => a.filter((value) => b.includes(value)).length;
  const distance = (other: Incident) =>
    incident.startNs === null || other.startNs === null
      ? Number.MAX_VALUE
      : Math.abs(Number(other.startNs - incident.startNs));
  return all
    .filter((other) => other.incidentId !== incident.incidentId && shared(other.kinds, incident.kinds) > 0)
    .map((other) => ({
      other,
      weight: shared(other.entities, incident.entities) + shared(other.templateIds, incident.templateIds),
    }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || distance(a.other) - distance(b.other))
    .slice(0, MAX_SIMILAR)
    .map(({ other }) => other.incidentId);
}
