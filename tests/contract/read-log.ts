import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finishJob } from '../helpers/finish-job.ts';
import type { Transport } from './transports.ts';

/** Reads a log of this text into a new case, as far as its templates. @returns The case's id. */
export async function readLog({ client, homeDir }: Transport, name: string, text: string): Promise<string> {
  const path = join(homeDir, `${name}.log`);
  writeFileSync(path, text);
  const { caseId } = (await client.cases.create({ name })).summary;
  const { jobId } = await client.jobs.startAnalyze({ caseId, paths: [path], options: { lastStage: 'templates' } });
  await finishJob(client, jobId);
  return caseId;
}
