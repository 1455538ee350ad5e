import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { JobEvent, JobResult } from '#shared/contract/jobs.ts';
import type { TrainOptions } from '#shared/contract/model-requests.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';
import type { Transport } from '../transports.ts';

export const SESSION = String.raw`req-\d+`;

/** A service with two labelled logs beside it: `train.log`, whose 10 of 300 sessions are odd, and `test.log`, 6 of 200. */
export interface ModelSetting {
  transport(): Transport;
  /** Path of a file of the setting. */
  at(name: string): string;
  /** Learns from the normal sessions of `train.log`. */
  options(): TrainOptions;
  /** The last event of a job. */
  end(jobId: string): Promise<JobEvent>;
  /** The result of a job that must succeed. */
  finish<K extends JobResult['kind']>(jobId: string, kind: K): Promise<Extract<JobResult, { kind: K }>>;
  /** Trains the next version of a name. */
  train(name: string): Promise<Extract<JobResult, { kind: 'train' }>['trained']>;
}

/** Opened before the tests of the suite that calls this, and disposed of behind them. */
export function useModelSetting(open: () => Promise<Transport>): ModelSetting {
  let opened: Transport;
  beforeAll(async () => {
    opened = await open();
    const learned = makeSessionLog({ sessions: 300, seed: 1, odd: 10 });
    const scored = makeSessionLog({ sessions: 200, seed: 2, odd: 6, first: 5000, day: 2 });
    writeFileSync(at('train.log'), learned.log);
    writeFileSync(at('train.csv'), learned.labels);
    writeFileSync(at('test.log'), scored.log);
    writeFileSync(at('test.csv'), scored.labels);
  });
  afterAll(() => opened?.dispose());

  const at = (name: string) => join(opened.homeDir, name);
  const options = () => ({ session: SESSION, labelsPath: at('train.csv'), only: 'normal' as const });
  const end = async (jobId: string): Promise<JobEvent> => {
    let last: JobEvent | null = null;
    for await (const event of await opened.client.jobs.events({ jobId })) last = event;
    return last!;
  };
  const finish = async <K extends JobResult['kind']>(jobId: string, kind: K) => {
    const last = await end(jobId);
    if (last.type !== 'done') throw new Error(last.type === 'failed' ? last.error.message : `ended with ${last.type}`);
    if (last.result.kind !== kind) throw new Error(last.result.kind);
    return last.result as Extract<JobResult, { kind: K }>;
  };
  const train = async (name: string) => {
    const { jobId } = await opened.client.models.startTrain({ name, paths: [at('train.log')], options: options() });
    return (await finish(jobId, 'train')).trained;
  };
  return { transport: () => opened, at, options, end, finish, train };
}
