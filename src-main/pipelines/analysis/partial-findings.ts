import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { askedThreshold } from '../../models/asked-threshold.ts';
import { selectDetectors, type UnitKind } from '../../models/detectors.ts';
import { openWithTemplates } from '../templates/open-with-templates.ts';
import type { AnalysisOptions, ScoringContext } from './analysis-context.ts';
import { buildCaseFeatures, makeScoring, scoreFeatures } from './case-scoring.ts';
import { chooseUnits } from './scoring-model.ts';

/** Findings in what was committed when they were asked for; nothing of the case knows them. */
export interface PartialFindings {
  readonly anomalies: readonly Anomaly[];
  /** Most surprising first. */
  readonly incidents: readonly Incident[];
  readonly threshold: number;
  /** Severity band of each evidence event. */
  readonly bandOfEvent: ReadonlyMap<number, number>;
  readonly detectors: readonly string[];
  /** Detectors of the exact analysis that had no say. */
  readonly missing: readonly string[];
  readonly events: number;
  /** Latest event, exclusive; null when none has a time. */
  readonly toTimeNs: bigint | null;
}

/** Reading goes on beside it and has the threads and the memory. */
const READER_LIMITS = { threads: 1, memoryBytes: 192 * 2 ** 20 };

/**
 * Analyses what is committed at the moment of the call as the whole will be, by a reader of its own: same features, detectors
 * and folding, but for the detectors that have to be prepared, which take longest. Nothing is stored.
 * @throws as `analyzeCase`
 */
export async function findPartial(
  catalog: CaseCatalog,
  options: AnalysisOptions,
  signal: AbortSignal,
): Promise<PartialFindings> {
  const { judging, missing } = quickDetectors(options.detectors, options.session === null ? 'window' : 'session');
  const reader = await openWithTemplates(catalog, null, signal, READER_LIMITS);
  try {
    const context: ScoringContext = {
      reader,
      options: { ...options, detectors: judging, labels: null },
      signal,
      progress: () => undefined,
    };
    const units = chooseUnits(null, options);
    const built = await buildCaseFeatures(context, units);
    const { scored } = await scoreFeatures(context, units, built.table);
    const threshold = askedThreshold(scored, options.threshold);
    const findings = await makeScoring(context, units.session, built, scored).findingsAt(threshold, signal);
    const evidence = new Set(findings.incidents.flatMap((incident) => incident.evidence.map(({ eventId }) => eventId)));
    const events = await reader.events(Uint32Array.from(evidence), signal);
    return {
      ...findings,
      threshold,
      bandOfEvent: new Map(events.map(({ eventId, severity }) => [eventId, severityBand(severity)])),
      detectors: judging,
      missing,
      events: reader.eventCount,
      toTimeNs: reader.timeRange?.toNs ?? null,
    };
  } finally {
    reader.close();
  }
}

/** Those of the wanted detectors that need no preparing; all of them when none is left. */
export function quickDetectors(
  wanted: readonly string[] | null,
  unitKind: UnitKind,
): { readonly judging: readonly string[]; readonly missing: readonly string[] } {
  const useful = selectDetectors(wanted).filter(({ weight }) => wanted !== null || weight[unitKind] > 0);
  const quick = useful.filter(({ prepare }) => prepare === undefined);
  const judging = quick.length === 0 ? useful : quick;
  return {
    judging: judging.map(({ name }) => name),
    missing: useful.filter((one) => !judging.includes(one)).map(({ name }) => name),
  };
}
