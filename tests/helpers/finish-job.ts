import type { SentinelClient } from '#shared/contract/client.ts';

/** Waits until a job is over. @throws Error with the message of one that failed */
export async function finishJob(client: SentinelClient, jobId: string): Promise<void> {
  for await (const event of await client.jobs.events({ jobId })) {
    if (event.type === 'failed') throw new Error(event.error.message);
  }
}
