import type { Job, JobProgress } from '#shared/contract/jobs.ts';
import { formatBytes, formatCount, formatPercent, formatTimeLeft } from '../ui/format.ts';

const STAGE_TEXT: Readonly<Record<string, string>> = {
  reading: 'Reading',
  ingest: 'Reading',
  read: 'Reading',
  templates: 'Finding templates',
  features: 'Measuring',
  detectors: 'Scoring',
  detect: 'Scoring',
  scores: 'Scoring',
  incidents: 'Folding incidents',
  analysis: 'Scoring',
};

/** What a job does right now, in a word or two. */
export function stageText(job: Job): string {
  if (job.state === 'queued') return 'Waiting';
  if (job.state === 'cancelling') return 'Stopping at the next commit';
  if (job.state === 'done') return 'Done';
  if (job.state === 'cancelled') return 'Cancelled';
  if (job.state === 'failed') return 'Failed';
  if (job.state === 'interrupted') return 'Interrupted';
  const stage = job.progress?.stage ?? '';
  return job.kind === 'train' && stage === 'detectors' ? 'Learning' : stageName(stage);
}

/** A stage as a person reads it; stages without a word of their own say their name. */
export function stageName(stage: string): string {
  return STAGE_TEXT[stage] ?? (stage === '' ? 'Starting' : stage.charAt(0).toUpperCase() + stage.slice(1));
}

/** `1.2 GB of 1.5 GB`, `640 of 1,440 windows`; steps mean nothing to a person, their share does: `34 %`. */
export function progressAmount(progress: JobProgress): string {
  const { done, total, unit } = progress;
  if (unit === 'steps' && total !== null && total > 0) return formatPercent(done / total);
  const said = unit === 'bytes' ? formatBytes : formatCount;
  const noun = unit === 'bytes' ? '' : ` ${unit}`;
  return total === null ? `${said(done)}${noun}` : `${said(done)} of ${said(total)}${noun}`;
}

/** Share 0..1 of the running stage; null while its total is not known. */
export function jobShare(job: Job): number | null {
  if (job.state === 'done') return 1;
  const { progress } = job;
  if (progress === null || progress.total === null || progress.total === 0) return null;
  return Math.min(1, progress.done / progress.total);
}

/** `1.2 GB of 1.5 GB · 180 MB/s · about 2 s left`, as far as it is known. */
export function progressFacts(job: Job): readonly string[] {
  const { progress } = job;
  if (progress === null) return [];
  const facts = [progressAmount(progress)];
  if (progress.perSecond !== null && progress.perSecond > 0 && progress.unit !== 'steps') {
    const isBytes = progress.unit === 'bytes';
    facts.push(
      isBytes ? `${formatBytes(progress.perSecond)}/s` : `${formatCount(progress.perSecond)} ${progress.unit}/s`,
    );
  }
  if (job.state === 'running') facts.push(formatTimeLeft(progress.secondsLeft));
  return facts;
}
