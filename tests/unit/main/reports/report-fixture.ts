import type { ReportInput } from '../../../../src-main/reports/report-input.ts';

/** A small report whose every text is `hostile`, so that a writer that forgets to escape one is caught. */
export function hostileReport(hostile: string): ReportInput {
  const account = {
    lines: 4,
    events: 2,
    eventLines: 2,
    continuationLines: 1,
    blankLines: 1,
    rejectedLines: 0,
    bytesIn: 90,
    bytesOut: 90,
  };
  const contribution = {
    feature: hostile,
    unit: hostile,
    actual: 9,
    typical: 1,
    low: 0,
    high: 2,
    share: 0.7,
    templateId: null,
    entity: hostile,
  };
  const anomaly = {
    unitId: hostile,
    startNs: 1_700_000_000_000_000_000n,
    endNs: 1_700_000_060_000_000_000n,
    score: 0.99,
    kinds: [hostile],
    entities: [hostile],
    templateIds: [],
    votes: [{ detector: hostile, score: 0.99, isAnomaly: true, contributions: [contribution] }],
  };
  const evidence = { path: hostile, member: hostile, line: 7, offset: 0, text: hostile, eventId: 3 };
  return {
    title: hostile,
    version: hostile,
    createdAt: '2026-01-01T00:00:00Z',
    document: {
      case: hostile,
      files: [
        {
          ...account,
          path: hostile,
          member: hostile,
          status: 'partial',
          encoding: hostile,
          format: hostile,
          formatConfidence: 0.9,
          firstTime: null,
          lastTime: null,
          errors: [{ class: 'E_TRUNCATED', line: 4, offset: 90, decodedOffset: null, message: hostile }],
          warnings: [{ class: 'W_NUL', count: 1, firstLine: 1, firstOffset: 0, message: hostile }],
        },
      ],
      totals: { ...account, files: 1, errors: 1, warnings: 1, templates: 2 },
      errors: [],
      sessions: 0,
      windows: 1,
      detectors: [{ name: hostile, fallback: hostile, seconds: 1 }],
      threshold: 0.9,
      anomalies: 1,
      incidents: [],
      evaluation: null,
      seconds: {},
      peakRssBytes: 1,
    },
    incidents: [
      {
        incidentId: hostile,
        startNs: anomaly.startNs,
        endNs: anomaly.endNs,
        score: 0.99,
        summary: hostile,
        kinds: [hostile],
        entities: [hostile],
        templateIds: [],
        units: 1,
        detectors: [hostile],
        severityBand: 5,
        unitIds: [hostile],
        claims: [{ label: hostile, value: 9, unit: hostile, sql: hostile }],
        evidence: [evidence],
        anomalies: [anomaly],
        similarIncidentIds: [],
        threshold: 0.9,
      },
    ],
    timeline: [{ startNs: anomaly.startNs, endNs: anomaly.endNs, counts: [0, 0, 0, 5, 0, 2, 0] }],
    reproduce: {
      command: hostile,
      options: [{ name: hostile, value: hostile }],
      inputs: [{ path: hostile, bytes: 90, lines: 4 }],
    },
    isRedacted: false,
  };
}
