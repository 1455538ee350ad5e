import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { CSRF_HEADER, CSRF_VALUE } from '#shared/contract/tables.ts';
import { SILENT_LOG } from '../../src-main/base/log.ts';
import { openPageFiles } from '../../src-main/base/page-files.ts';
import { EngineSupervisor } from '../../src-main/engine/supervisor.ts';
import { startWebHost } from '../../src-main/hosts/web/serve.ts';
import { createBackend } from '../../src-main/service/backend.ts';

/** One way to reach the service, with everything it needs of its own. */
export interface Transport {
  readonly client: SentinelClient;
  /** A plain request, signed in where that is needed; path and query only. */
  request(path: string, init?: RequestInit): Promise<Response>;
  readonly homeDir: string;
  dispose(): Promise<void>;
}

export interface TransportOptions {
  readonly samplePath?: string | null;
}

/** Every implementation the contract suite runs against. */
export const TRANSPORTS: Readonly<Record<string, (options?: TransportOptions) => Promise<Transport>>> = {
  'in-process service': openInProcess,
  'engine process': openEngine,
  'web host': openWeb,
};

async function openInProcess(options: TransportOptions = {}): Promise<Transport> {
  const homeDir = makeFolder();
  const backend = await createBackend({
    homeDir,
    version: '0.0.0',
    samplePath: options.samplePath ?? null,
    log: SILENT_LOG,
  });
  return {
    client: backend.client,
    request: (path, init) => backend.fetch(new Request(`http://in-process${path}`, init)),
    homeDir,
    dispose: async () => {
      await backend.dispose();
      rmSync(homeDir, { recursive: true, force: true });
    },
  };
}

async function startSupervisor(homeDir: string, options: TransportOptions): Promise<EngineSupervisor> {
  const supervisor = new EngineSupervisor({ homeDir, version: '0.0.0', samplePath: options.samplePath ?? null });
  await supervisor.start();
  return supervisor;
}

async function openEngine(options: TransportOptions = {}): Promise<Transport> {
  const homeDir = makeFolder();
  const supervisor = await startSupervisor(homeDir, options);
  const fetch = (request: Request) => supervisor.fetch(request);
  return {
    client: createClient({ origin: 'http://engine', fetch }),
    request: (path, init) => fetch(new Request(`http://engine${path}`, init)),
    homeDir,
    dispose: async () => {
      await supervisor.stop();
      rmSync(homeDir, { recursive: true, force: true });
    },
  };
}

async function openWeb(options: TransportOptions = {}): Promise<Transport> {
  const homeDir = makeFolder();
  const pageDir = join(homeDir, 'page');
  mkdirSync(pageDir);
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>page</title>');
  const supervisor = await startSupervisor(homeDir, options);
  const host = await startWebHost({
    engine: (request) => supervisor.fetch(request),
    pages: openPageFiles(pageDir),
    port: 0,
  });
  const origin = `http://127.0.0.1:${host.port}`;
  const signIn = await fetch(host.url, { redirect: 'manual' });
  const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}${path}`, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init.headers)), cookie, origin, [CSRF_HEADER]: CSRF_VALUE },
    });
  return {
    client: createClient({
      origin,
      fetch: (call, init) => {
        const headers = new Headers(call.headers);
        headers.set('cookie', cookie);
        headers.set('origin', origin);
        return fetch(new Request(call, { headers }), init);
      },
    }),
    request,
    homeDir,
    dispose: async () => {
      await host.close();
      await supervisor.stop();
      rmSync(homeDir, { recursive: true, force: true });
    },
  };
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'log-sentinel-contract-'));
}
