import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '../base/node-listener.ts';
import { ENGINE_KEY_HEADER } from './protocol.ts';

export interface EngineServer {
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** Puts a Fetch handler behind a Unix socket or named pipe; requests without the key get 401 and nothing else. */
export async function serveEngine(
  handle: (request: Request) => Promise<Response>,
  options: { readonly socketPath: string; readonly key: string },
): Promise<EngineServer> {
  const expected = Buffer.from(options.key);
  const listener = toNodeListener((request) =>
    hasKey(request, expected) ? handle(request) : new Response(null, { status: 401 }),
  );
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 60_000 }, listener);
  await listen(server, options.socketPath);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function hasKey(request: Request, expected: Buffer): boolean {
  const given = Buffer.from(request.headers.get(ENGINE_KEY_HEADER) ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function listen(server: Server, path: string): Promise<string | AddressInfo | null> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve(server.address());
    });
  });
}
