import type { ReportInput, TimelineBucket } from '../../reports/report-input.ts';
import type { Histogram } from '#shared/domain/event-row.ts';
import { buildDocument } from '../analyze/document.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import { readFindings } from '../findings.ts';
import { describeIncident } from '../incident-view.ts';
import { describeRun } from './reproduce.ts';

const TIMELINE_BUCKETS = 120;
const BANDS = 7;

/** Everything a report of the case says, from its current analysis. */
export async function gatherReport(session: CaseSession, version: string, signal?: AbortSignal): Promise<ReportInput> {
  const { reader } = await CaseReading.of(session);
  const findings = await readFindings(session, undefined, signal);
  const document = buildDocument(session);
  return {
    title: `Log Sentinel: ${session.name}`,
    version,
    createdAt: new Date().toISOString(),
    document,
    incidents: (findings?.incidents ?? []).map((incident) => describeIncident(incident, findings!)),
    timeline: toBuckets(await reader.histogram({}, TIMELINE_BUCKETS, undefined, signal)),
    reproduce: describeRun(session.catalog, document),
    isRedacted: false,
  };
}

function toBuckets(histogram: Histogram | null): TimelineBucket[] {
  if (histogram === null) return [];
  const { fromNs, bucketNs, buckets, counts } = histogram;
  return Array.from({ length: buckets }, (_, bucket) => ({
    startNs: fromNs + BigInt(bucket) * bucketNs,
    endNs: fromNs + BigInt(bucket + 1) * bucketNs,
    counts: [...counts.subarray(bucket * BANDS, (bucket + 1) * BANDS)],
  }));
}
