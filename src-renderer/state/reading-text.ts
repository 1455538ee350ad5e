import type { Job } from '#shared/contract/jobs.ts';
import { formatBytes, formatCount, formatTimeLeft } from '../ui/format.ts';

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
  return STAGE_TEXT[stage] ?? (stage === '' ? 'Starting' : stage.charAt(0).toUpperCase() + stage.slice(1));
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
  const amount = (value: number) => (progress.unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const unit = progress.unit === 'bytes' ? '' : ` ${progress.unit}`;
  const facts = [
    progress.total === null
      ? `${amount(progress.done)}${unit}`
      : `${amount(progress.done)} of ${amount(progress.total)}${unit}`,
  ];
  if (progress.perSecond !== null && progress.perSecond > 0) facts.push(`${amount(progress.perSecond)}${unit}/s`);
  if (job.state === 'running') facts.push(formatTimeLeft(progress.secondsLeft));
  return facts;
}
