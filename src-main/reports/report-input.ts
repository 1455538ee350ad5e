import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { IncidentDetail } from '#shared/contract/incidents.ts';

/** Everything a report says, gathered by the caller: writers only arrange and escape it. */
export interface ReportInput {
  readonly title: string;
  readonly version: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly document: AnalysisDocument;
  /** Highest score first. */
  readonly incidents: readonly IncidentDetail[];
  /** Equal time buckets over the whole case; empty when no event has a time. */
  readonly timeline: readonly TimelineBucket[];
  readonly reproduce: Reproduce;
  readonly isRedacted: boolean;
}

export interface TimelineBucket {
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** Events by severity band 0..6. */
  readonly counts: readonly number[];
}

/** What a colleague needs to get the same numbers. */
export interface Reproduce {
  readonly command: string;
  /** Option name and value, as run. */
  readonly options: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  readonly inputs: ReadonlyArray<{ readonly path: string; readonly bytes: number; readonly lines: number }>;
}
