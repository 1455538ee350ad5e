import { stat } from 'node:fs/promises';
import type { AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import { generateLogs } from '../generator/generate-logs.ts';
import type { LogFormat } from '../generator/line-format.ts';

export interface GenerateJob {
  readonly outDir: string;
  readonly events: number;
  readonly days?: number;
  readonly seed?: number;
  /** Default all. */
  readonly anomalies?: readonly AnomalyKind[];
  readonly format: LogFormat;
  readonly signal: AbortSignal;
  onProgress(events: number, totalEvents: number): void;
}

export interface GeneratedFiles {
  readonly dir: string;
  readonly events: number;
  readonly anomalies: number;
  readonly files: { path: string; sizeBytes: number }[];
}

/** Writes a labelled synthetic log as a job. @throws what `generateLogs` throws; nothing new is visible then. */
export async function runGenerateJob(job: GenerateJob): Promise<GeneratedFiles> {
  const { outDir, events, days, seed, anomalies, format, signal } = job;
  const result = await generateLogs({
    outDir,
    events,
    days,
    seed,
    anomalies,
    format,
    signal,
    progress: ({ events: done, totalEvents }) => job.onProgress(done, totalEvents),
  });
  const files = await Promise.all(
    [result.logPath, result.labelsPath].map(async (path) => ({ path, sizeBytes: (await stat(path)).size })),
  );
  return { dir: outDir, events: result.events, anomalies: result.plantings.length, files };
}
