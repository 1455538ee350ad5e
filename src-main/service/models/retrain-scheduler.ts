import { existsSync } from 'node:fs';
import { Cron } from 'croner';
import type { RetrainSchedule } from '#shared/domain/model-version.ts';
import { ContractError, SentinelError } from '#shared/base/errors.ts';
import { join } from 'node:path';
import type { ServiceContext } from '../context.ts';
import { startRetrain } from './retrain-job.ts';

const LOOK_EVERY_MS = 15_000;

/**
 * When a schedule is due next after a moment; null when never.
 * @param cron Five fields (minute, hour, day, month, weekday) or six with seconds first.
 * @throws ContractError `contract.bad-input` for what is no schedule or no time zone.
 */
export function nextRun(cron: string, timeZone: string, afterMs: number): number | null {
  try {
    return new Cron(cron, { timezone: timeZone, paused: true }).nextRun(new Date(afterMs))?.getTime() ?? null;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown';
    throw new ContractError('contract.bad-input', `${cron} (${timeZone}) is no schedule: ${why}.`, { cause });
  }
}

/**
 * Retrains models when they are due, for as long as an engine runs. Engines on one home share the schedules: a due run is
 * claimed in the registry, so only one of them does it. A run that was missed while no engine ran is done once.
 */
export class RetrainScheduler {
  readonly #context: ServiceContext;
  readonly #timer: NodeJS.Timeout;

  constructor(context: ServiceContext, lookEveryMs = LOOK_EVERY_MS) {
    this.#context = context;
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  /** Starts what is due now; never rejects. */
  async look(nowMs = Date.now()): Promise<void> {
    const { home, registry, log } = this.#context;
    try {
      if (!existsSync(join(home.homeDir, 'models', 'registry.sqlite'))) return;
      const { schedules } = registry();
      for (const schedule of schedules.list()) {
        const { name, nextAtMs, cron, timeZone } = schedule;
        if (nextAtMs === null || nextAtMs > nowMs) continue;
        if (schedules.claim(name, nextAtMs, nextRun(cron, timeZone, nowMs))) await this.#run(schedule);
      }
    } catch (error) {
      log.error('retraining schedules could not be read', error);
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  async #run({ name, mode }: RetrainSchedule): Promise<void> {
    const { jobs, registry, log } = this.#context;
    try {
      const jobId = await startRetrain(this.#context, { model: name, mode });
      await jobs.settled(jobId);
      const end = jobs.feed(jobId).end;
      if (end?.type === 'done' && end.result.kind === 'train') {
        const { number } = end.result.trained.version;
        registry().schedules.setOutcome(name, Date.now(), `${name}:${number}`);
      } else this.#tellFailure(name, end?.type === 'failed' ? end.error.message : 'it was stopped');
    } catch (error) {
      if (!(error instanceof SentinelError)) log.error('a scheduled retraining failed', error, { name });
      this.#tellFailure(name, error instanceof SentinelError ? error.message : 'something unexpected failed');
    }
  }

  #tellFailure(name: string, why: string): void {
    const { schedules, versions, watch } = this.#context.registry();
    const atMs = Date.now();
    schedules.setOutcome(name, atMs, `failed: ${why}`);
    const number = versions.numberOf(name, 'champion') ?? 0;
    watch.addAlert({ name, number, atMs, kind: 'retrain-failed', message: why });
  }
}
