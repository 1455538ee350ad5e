import type { CaseInfo, CaseSummary } from '#shared/contract/cases.ts';
import { type IncidentDetail, type PartialCoverage, partialIncidentId } from '#shared/contract/incidents.ts';
import { fakeIncidents } from './fake-incidents.ts';
import { FAKE_TEMPLATES, fakeTime } from './fake-log.ts';

export const FAKE_CASE_ID = '0123456789abcdef';
/** The clock of everything made up. */
export const FAKE_NOW_MS = 1_782_050_000_000;
export const FAKE_THRESHOLD = 0.9;

/** `partial` reads as well, and has found incidents in a beginning. */
export type FakeState = 'done' | 'reading' | 'partial';

/** The one case of the made-up home: how much of it is read, and where its threshold stands. */
export class FakeCase {
  /** Events once all is read. */
  readonly count: number;
  state: FakeState;
  threshold = FAKE_THRESHOLD;
  version = 3;

  constructor(count: number, state: FakeState) {
    this.count = count;
    this.state = state;
  }

  get isReading(): boolean {
    return this.state !== 'done';
  }

  /** Events read so far. */
  get readable(): number {
    return this.isReading ? Math.floor(this.count * 0.38) : this.count;
  }

  summary(): CaseSummary {
    return {
      caseId: FAKE_CASE_ID,
      name: 'shop-2026-06-21',
      dir: '/home/sre/.local/share/log-sentinel/cases/shop-2026-06-21.sentinel',
      isAvailable: true,
      createdAtMs: FAKE_NOW_MS - 90_000,
      openedAtMs: FAKE_NOW_MS,
      sizeBytes: 48_300_000,
      files: 1,
      lines: this.count,
      events: this.readable,
      incidents: this.isReading ? 0 : 4,
    };
  }

  info(): CaseInfo {
    return {
      summary: this.summary(),
      version: this.version,
      readShare: this.readable / this.count,
      sources: [{ sourceId: 0, path: '/var/log/shop/app.log', member: null }],
      firstTimeNs: fakeTime(0, this.count),
      lastTimeNs: fakeTime(this.readable - 1, this.count),
      templates: FAKE_TEMPLATES.length,
      runId: this.isReading ? null : 'run-1',
      partial: this.partial,
      scoresAreStale: false,
      activeJobIds: this.isReading ? ['job-1'] : [],
    };
  }

  /** @param threshold That of the case unless another is tried. */
  incidents(threshold = this.threshold): readonly IncidentDetail[] {
    return this.isReading ? [] : fakeIncidents(this.count, threshold);
  }

  get partial(): PartialCoverage | null {
    if (this.state !== 'partial') return null;
    const [share, bytesTotal] = [0.33, this.count * 90];
    const events = Math.floor(this.count * share);
    const covered = { bytes: bytesTotal * share, bytesTotal, share, events, toTimeNs: fakeTime(events, this.count) };
    const detectors = ['baseline', 'novelty', 'isolationForest', 'cadence'];
    return { partialId: 'p1', ...covered, detectors, missingDetectors: ['lstmAutoencoder'] };
  }

  /** Those of the beginning: the made-up case's first in time. */
  partialIncidents(): readonly IncidentDetail[] {
    if (this.partial === null) return [];
    const first = fakeIncidents(this.count, this.threshold).toSorted((a, b) =>
      Number((a.startNs ?? 0n) - (b.startNs ?? 0n)),
    )[0];
    return first === undefined
      ? []
      : [{ ...first, incidentId: partialIncidentId('p1', first.incidentId), isPartial: true }];
  }
}
