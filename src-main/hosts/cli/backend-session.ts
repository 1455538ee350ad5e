import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { CSRF_HEADER, CSRF_VALUE } from '#shared/contract/tables.ts';
import { readAppPaths } from '../../base/app-paths.ts';
import { prepareReading } from '../../service/prepare-reading.ts';
import { type CliContext, optionOf } from './cli-context.ts';

const ORIGIN = 'http://cli';

/** The service, run in this process and used through its contract as any other client does. */
export interface BackendSession {
  readonly client: SentinelClient;
  /** A request to one of the table, report or upload routes. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Runs `work` with the service open; it is closed whatever happens, so that locks are given back and stores are whole.
 * The service is loaded here and not at the top: `--help` and a wrong option must not wait for native libraries.
 */
export async function withBackend<T>(context: CliContext, work: (session: BackendSession) => Promise<T>): Promise<T> {
  const { createBackend } = await import('../../service/backend.ts');
  const paths = readAppPaths(optionOf<string>(context, 'home'));
  const backend = await createBackend({
    homeDir: paths.homeDir,
    version: paths.version,
    samplePath: paths.samplePath,
    resumesJobs: false,
  });
  try {
    const client = createClient({ origin: ORIGIN, fetch: (request) => backend.fetch(request) });
    const request = (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set(CSRF_HEADER, CSRF_VALUE);
      return backend.fetch(new Request(ORIGIN + path, { ...init, headers }));
    };
    return await work({ client, request });
  } finally {
    await backend.dispose();
  }
}

/** As `withBackend`, for a command that reads `paths`: its threads start beside the service. */
export async function withReadingBackend<T>(
  context: CliContext,
  paths: readonly string[],
  work: (session: BackendSession) => Promise<T>,
): Promise<T> {
  const stopThreads = prepareReading(paths, optionOf<number>(context, 'threads'));
  try {
    return await withBackend(context, work);
  } finally {
    await stopThreads();
  }
}
