import { formatBytes, formatCount, formatSpan } from '#shared/base/number-text.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { Messages } from './messages.ts';
import { showText } from './visible-text.ts';

const LINE_EVERY_MS = 5000;
const BAR_CELLS = 24;

/** Progress on stderr: a bar that is redrawn on a terminal, plain lines every few seconds elsewhere. */
export class ProgressView {
  readonly #messages: Messages;
  readonly #now: () => number;
  #stage = '';
  #lastLineMs = Number.NEGATIVE_INFINITY;

  constructor(messages: Messages, now: () => number = () => performance.now()) {
    this.#messages = messages;
    this.#now = now;
  }

  show(progress: JobProgress): void {
    if (this.#messages.isQuiet) return;
    if (this.#messages.isTerminal) {
      this.#messages.status(formatBar(progress, this.#messages.columns));
      return;
    }
    const nowMs = this.#now();
    const isDue = progress.stage !== this.#stage || nowMs - this.#lastLineMs >= LINE_EVERY_MS;
    if (!isDue) return;
    this.#stage = progress.stage;
    this.#lastLineMs = nowMs;
    this.#messages.say(formatProgress(progress));
  }

  /** Takes the bar away. */
  clear(): void {
    this.#messages.status('');
  }
}

/** `reading 43 % 120 MB of 280 MB, 85 MB/s, 1.9 s left` */
export function formatProgress(progress: JobProgress): string {
  const { stage, done, total, perSecond, secondsLeft } = progress;
  if (total === null && done === 0) return showText(stage);
  const amount = (value: number) => (progress.unit === 'bytes' ? formatBytes(value) : formatCount(value));
  const share = total === null || total <= 0 ? null : Math.min(1, done / total);
  const head = share === null ? showText(stage) : `${showText(stage)} ${Math.floor(share * 100)} %`;
  const unit = progress.unit === 'bytes' ? '' : ` ${progress.unit}`;
  return [
    `${head} ${amount(done)}${total === null ? '' : ` of ${amount(total)}`}${unit}`,
    perSecond === null ? null : `${amount(perSecond)}${unit}/s`,
    secondsLeft === null ? null : `${formatSpan(secondsLeft)} left`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** The same with a bar in front, cut to the width of the terminal. */
export function formatBar(progress: JobProgress, columns: number): string {
  const { done, total } = progress;
  const text = formatProgress(progress);
  if (total === null || total <= 0) return text.slice(0, columns - 1);
  const filled = Math.round(Math.min(1, done / total) * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}] ${text}`.slice(0, columns - 1);
}
