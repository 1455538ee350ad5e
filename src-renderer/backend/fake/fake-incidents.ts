import type { AnomalyView, IncidentDetail, IncidentSummary } from '#shared/contract/incidents.ts';
import { fakeEvent, fakeTime } from './fake-log.ts';

interface Plan {
  readonly from: number;
  readonly to: number;
  readonly score: number;
  readonly summary: string;
  readonly kinds: readonly string[];
  readonly entities: readonly string[];
  readonly templateId: string;
  readonly band: number;
  readonly actual: number;
  readonly typical: number;
}

const PLANS: readonly Plan[] = [
  {
    from: 0.62,
    to: 0.65,
    score: 0.997,
    summary:
      'payments refused 1,204 payments against a usual 4, and orders-db exhausted its pool 131 times, on 3 hosts.',
    kinds: ['errors', 'spike'],
    entities: ['service:payments', 'service:orders-db', 'host:node-2', 'host:node-3'],
    templateId: 'b1',
    band: 5,
    actual: 1204,
    typical: 4,
  },
  {
    from: 0.87,
    to: 0.8705,
    score: 0.981,
    summary: 'catalog ran out of memory 38 times; this template was never seen before.',
    kinds: ['newTemplate'],
    entities: ['service:catalog', 'host:node-1'],
    templateId: 'b3',
    band: 6,
    actual: 38,
    typical: 0,
  },
  {
    from: 0.31,
    to: 0.318,
    score: 0.948,
    summary: 'orders-db logged 212 slow queries against a usual 9.',
    kinds: ['slow'],
    entities: ['service:orders-db'],
    templateId: 'a7',
    band: 4,
    actual: 212,
    typical: 9,
  },
  {
    from: 0.8,
    to: 0.801,
    score: 0.921,
    summary: 'No events for 29 minutes from any service.',
    kinds: ['silence'],
    entities: [],
    templateId: 'a9',
    band: 3,
    actual: 0,
    typical: 340,
  },
];

/** Incidents above a threshold over `count` events, worst first. */
export function fakeIncidents(count: number, threshold: number): readonly IncidentDetail[] {
  return PLANS.filter((plan) => plan.score > threshold).map((plan, at) => incidentOf(plan, at, count, threshold));
}

export function summaryOf(incident: IncidentDetail): IncidentSummary {
  const { incidentId, startNs, endNs, score, summary, kinds, entities, templateIds, units, detectors, severityBand } =
    incident;
  return { incidentId, startNs, endNs, score, summary, kinds, entities, templateIds, units, detectors, severityBand };
}

function incidentOf(plan: Plan, at: number, count: number, threshold: number): IncidentDetail {
  const first = Math.ceil(plan.from * count);
  const last = Math.min(count - 1, Math.floor(plan.to * count));
  const evidence: IncidentDetail['evidence'] = [];
  for (let event = first; event <= last && evidence.length < 8; event++) {
    const found = fakeEvent(event, count);
    if (found.template.templateId !== plan.templateId) continue;
    evidence.push({
      path: '/var/log/shop/app.log',
      member: null,
      line: found.line,
      offset: found.line * 90,
      text: found.content,
      eventId: event,
    });
  }
  const numbers = [...plan.summary.matchAll(/\d[\d,]*/g)].map((match) => Number(match[0].replaceAll(',', '')));
  return {
    incidentId: `incident-${at + 1}`,
    startNs: fakeTime(first, count),
    endNs: fakeTime(last, count),
    score: plan.score,
    summary: plan.summary,
    kinds: [...plan.kinds],
    entities: [...plan.entities],
    templateIds: [plan.templateId],
    units: 3,
    unitIds: ['u1', 'u2', 'u3'],
    detectors: ['baseline', 'novelty', 'isolationForest'],
    severityBand: plan.band,
    claims: numbers.map((value, claim) => ({
      label: `number ${claim + 1}`,
      value,
      unit: 'events',
      sql: `select ${value} as value`,
    })),
    evidence,
    anomalies: [0, 1, 2].map((unit) => unitOf(plan, first, last, count, unit, threshold)),
    similarIncidentIds: [],
    threshold,
  };
}

/** Named as the engine names them. */
function featuresOf({ templateId, entities }: Plan): readonly string[] {
  const service = entities.find((entity) => entity.startsWith('service:'))?.slice('service:'.length) ?? 'catalog';
  return [
    `events service=${service} template=${templateId}`,
    `events service=${service} severity>=error`,
    `mean service=${service} template=a1 parameter=4`,
  ];
}

function unitOf(plan: Plan, first: number, last: number, count: number, unit: number, threshold: number): AnomalyView {
  const score = plan.score - unit * 0.02;
  const vote = (detector: string, value: number, shares: readonly number[]): AnomalyView['votes'][number] => ({
    detector,
    score: value,
    isAnomaly: value > threshold,
    contributions: shares.map((share, at) => ({
      feature: featuresOf(plan)[at] ?? 'events',
      unit: at === 2 ? 'ms' : 'events',
      actual: at === 0 ? plan.actual : plan.actual / (at + 1.5),
      typical: at === 0 ? plan.typical : plan.typical + 3 * at,
      low: at === 2 ? 2 : null,
      high: plan.typical + 12,
      share,
      templateId: at === 0 ? plan.templateId : at === 2 ? 'a1' : null,
      entity: at === 1 ? (plan.entities[0] ?? null) : null,
    })),
  });
  return {
    unitId: `u${unit + 1}`,
    startNs: fakeTime(first, count),
    endNs: fakeTime(last, count),
    score,
    kinds: [...plan.kinds],
    entities: [...plan.entities],
    templateIds: [plan.templateId],
    votes: [
      vote('baseline', score, [0.62, 0.21]),
      vote('novelty', score - 0.04, [0.5, 0.1, 0.08]),
      vote('isolationForest', score - 0.3, [0.33, 0.3]),
    ],
  };
}
