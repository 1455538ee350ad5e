import { CancelledError } from '#shared/base/errors.ts';
import type { AnalyzeOptions } from '#shared/contract/analyze-options.ts';
import { partialIncidentId } from '#shared/contract/incidents.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { findPartial } from '../../pipelines/analysis/partial-findings.ts';
import { isPartialDue, type PartialCost } from '../../pipelines/analysis/partial-plan.ts';
import type { IngestProgress } from '../../pipelines/ingest/ingest-job.ts';
import type { Log } from '../../base/log.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { type ShownPartial, showPartial } from './partial-slot.ts';
import { toAnalysisOptions } from './scoring-options.ts';

interface PartialWork {
  readonly run: JobRun;
  readonly session: CaseSession;
  readonly catalog: CaseCatalog;
  readonly options: AnalyzeOptions;
  readonly log: Log;
  /** Default: `isPartialDue`. */
  readonly isDue?: typeof isPartialDue;
}

/**
 * Finds incidents in what a long reading has read so far, beside it, and shows them until the job ends. It stores nothing and
 * changes nothing of what the job makes; one that fails is not missed.
 */
export class PartialAnalysis {
  readonly #work: PartialWork;
  readonly #stop = new AbortController();
  readonly #made: PartialCost[] = [];
  #start: { readonly atMs: number; readonly bytes: number } | null = null;
  #latest = { bytes: 0, bytesTotal: 0 };
  #running: Promise<void> | null = null;

  private constructor(work: PartialWork) {
    this.#work = work;
  }

  /** Null when nobody asked for it, when the case has exact findings, or when they will be those of a model. */
  static for(work: PartialWork): PartialAnalysis | null {
    const { options, catalog } = work;
    const { showsPartial, model, baselinePaths = [], lastStage = 'analysis' } = options;
    if (showsPartial !== true || lastStage !== 'analysis') return null;
    if (model !== undefined || baselinePaths.length > 0 || catalog.runs.current() !== null) return null;
    return new PartialAnalysis(work);
  }

  /** Called after every commit of the reading; most calls only look at the clock. */
  consider({ stage, bytesDone, bytesTotal }: IngestProgress): void {
    if (stage !== 'read' || bytesTotal === null || this.#stop.signal.aborted) return;
    this.#latest = { bytes: bytesDone, bytesTotal };
    if (this.#running !== null) return;
    const nowMs = performance.now();
    this.#start ??= { atMs: nowMs, bytes: bytesDone };
    const elapsedSeconds = (nowMs - this.#start.atMs) / 1000;
    const bytesRead = bytesDone - this.#start.bytes;
    const { isDue = isPartialDue } = this.#work;
    if (!isDue({ elapsedSeconds, bytesRead, bytesDone, bytesTotal }, this.#made)) return;
    this.#running = this.#find().finally(() => {
      this.#made.push({ bytes: bytesDone, seconds: (performance.now() - nowMs) / 1000 });
      this.#running = null;
    });
  }

  /** Gives up the one under way and begins no other; what was found stays on show. */
  async stop(): Promise<void> {
    this.#stop.abort(new CancelledError());
    await this.#running;
  }

  /** Shows nothing any more. */
  async end(): Promise<void> {
    await this.stop();
    await showPartial(this.#work.session, null);
  }

  async #find(): Promise<void> {
    const { run, session, catalog, options, log } = this.#work;
    const signal = AbortSignal.any([run.signal, this.#stop.signal]);
    try {
      const analysis = await toAnalysisOptions({ ...options, labelsPath: undefined });
      // What the call takes of the case is what is committed at this very moment.
      const { bytes, bytesTotal } = this.#latest;
      const found = await findPartial(catalog, analysis, signal);
      const partialId = `p${this.#made.length + 1}`;
      const { events, toTimeNs, detectors, missing, threshold, bandOfEvent } = found;
      const share = bytesTotal === 0 ? 0 : Math.min(1, bytes / bytesTotal);
      const of = { events, toTimeNs, detectors: [...detectors], missingDetectors: [...missing] };
      const partial: ShownPartial = {
        coverage: { partialId, bytes, bytesTotal, share, ...of },
        incidents: found.incidents.map((one) => ({ ...one, incidentId: partialIncidentId(partialId, one.incidentId) })),
        anomalies: new Map(found.anomalies.map((anomaly) => [anomaly.unitId, anomaly])),
        threshold,
        bandOfEvent,
      };
      if (signal.aborted) return;
      await showPartial(session, partial);
      run.publish({ type: 'rows', version: catalog.revision, events: catalog.sources.countEvents(), readShare: share });
    } catch (error) {
      if (!(error instanceof CancelledError)) log.error('a partial analysis failed', error, { jobId: run.jobId });
    }
  }
}
