import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { openPageFiles } from '../../../src-main/base/page-files.ts';
import { buildPage } from './page-build.ts';

export interface Harness {
  /** Address of a scene; see tests/e2e/harness/main.tsx. */
  url(scene?: Readonly<Record<string, string | number>>): string;
  close(): Promise<void>;
}

/** Builds the workbench over the in-memory backend and serves it with the headers of the real hosts. */
export async function startHarness(): Promise<Harness> {
  const outDir = await buildPage(resolve(import.meta.dirname, '../harness'), 'talkative');
  const pages = openPageFiles(outDir);
  const server: Server = createServer((request, answer) => {
    void pages.respond(new Request(`http://127.0.0.1${request.url ?? '/'}`)).then(async (response) => {
      answer.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []));
      answer.end(response === null ? '' : new Uint8Array(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: (scene = {}) => {
      const query = new URLSearchParams(Object.entries(scene).map(([name, value]) => [name, String(value)]));
      return `http://127.0.0.1:${port}/?${query.toString()}`;
    },
    close: async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
