import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { openPageFiles } from '../../../src-main/base/page-files.ts';
import { EngineSupervisor } from '../../../src-main/engine/supervisor.ts';
import { startWebHost } from '../../../src-main/hosts/web/serve.ts';
import { buildPage } from './page-build.ts';

export interface RunningWorkbench {
  /** A fresh one-time address. */
  url(): string;
  /** The same service, without a browser. */
  readonly client: SentinelClient;
  readonly folder: string;
  /** SIGKILL to the engine process this helper's supervisor started. */
  killEngine(): Promise<void>;
  close(): Promise<void>;
}

/** The real thing: engine process, supervisor, web host and the built page, in a home of its own. */
export async function startWorkbench(options: {
  /** Writes the sample into the folder and gives its path; called before the engine starts. */
  readonly prepare: (folder: string) => Promise<string>;
}): Promise<RunningWorkbench> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
  const samplePath = await options.prepare(folder);
  const pageDir = await buildPage(resolve(import.meta.dirname, '../../../src-renderer'), 'shipped');
  const supervisor = new EngineSupervisor({
    homeDir: join(folder, 'home'),
    version: '0.0.0-test',
    samplePath,
  });
  await supervisor.start();
  const engine = (request: Request) => supervisor.fetch(request);
  const host = await startWebHost({ engine, pages: openPageFiles(pageDir), port: 0 });
  const client = createClient({ origin: 'http://engine', fetch: engine });
  let isFirst = true;
  return {
    folder,
    client,
    url: () => {
      const url = isFirst ? host.url : host.renewUrl();
      isFirst = false;
      return url;
    },
    killEngine: async () => {
      // The pid the engine tells itself: the one process this helper's supervisor started.
      const { pid } = await client.app.status();
      process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      await host.close();
      await supervisor.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(pageDir, { recursive: true, force: true });
    },
  };
}
