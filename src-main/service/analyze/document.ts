import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import type { Incident } from '#shared/domain/detection.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { storedClockOffsets } from '../../pipelines/clock-estimates.ts';
import { toRfc3339 } from '../../reports/numbers.ts';
import { type RuleSource, splitIncidents } from '../suppressions.ts';
import { fileReport, totalsOf } from './file-report.ts';

/** The `analyze --json` document of the case as it is now: its account, and the current analysis if there is one. */
export function buildDocument(source: RuleSource, seconds: Record<string, number> = {}): AnalysisDocument {
  const { catalog } = source;
  const files = catalog.sources.list().map(fileReport);
  const run = catalog.runs.current();
  const result = run === null ? null : (run.result as AnalysisRunResult);
  const split = run === null ? { shown: [], hidden: [] } : splitIncidents(source, run.runId);
  return {
    case: catalog.caseDir,
    files,
    clockOffsets: clockOffsetReports(catalog),
    totals: totalsOf(files, catalog.templates.count()),
    errors: [],
    sessions: result?.unitKind === 'session' ? result.units : 0,
    windows: result?.unitKind === 'window' ? result.units : 0,
    detectors: (result?.detectors ?? []).map((detector) => ({ ...detector })),
    threshold: run?.threshold ?? null,
    anomalies: run === null ? 0 : catalog.runs.countAnomalies(run.runId),
    incidents: split.shown.map(incidentReport),
    suppressed: split.hidden.length,
    evaluation: result?.evaluation ?? null,
    model: result?.model ?? null,
    seconds: { ...seconds, ...result?.seconds },
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function clockOffsetReports(catalog: CaseCatalog): AnalysisDocument['clockOffsets'] {
  const sources = new Map(catalog.sources.list().map((source) => [source.sourceId, source]));
  return storedClockOffsets(catalog).flatMap(({ sourceId, againstId, ...estimate }) => {
    const [source, against] = [sources.get(sourceId), sources.get(againstId)];
    if (source === undefined || against === undefined) return [];
    const places = { againstPath: against.path, againstMember: against.member };
    return [{ path: source.path, member: source.member, ...places, ...estimate }];
  });
}

function incidentReport(incident: Incident): AnalysisDocument['incidents'][number] {
  const { incidentId, startNs, endNs, score, summary, kinds, entities, evidence } = incident;
  return {
    id: incidentId,
    start: startNs === null ? null : toRfc3339(startNs),
    end: endNs === null ? null : toRfc3339(endNs),
    score,
    summary,
    kinds: [...kinds],
    entities: [...entities],
    evidence: evidence.map(({ path, member, line, offset, text }) => ({ path, member, line, offset, text })),
  };
}
