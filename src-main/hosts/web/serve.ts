import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContractError } from '#shared/base/errors.ts';
import { toNodeListener } from '../../base/node-listener.ts';
import type { PageFiles } from '../../base/page-files.ts';
import { createWebApp, type WebApp } from './app.ts';
import { OneTimeToken, SessionStore, WrongTries } from './token.ts';

export interface WebHostOptions {
  readonly engine: (request: Request) => Promise<Response>;
  readonly pages: PageFiles;
  /** 0 takes a free port. */
  readonly port: number;
  /** Further `name:port` Hosts, for an SSH tunnel that ends on another port of the user's machine. */
  readonly allowedHosts?: readonly string[];
  readonly onError?: (error: unknown) => void;
}

export interface WebHost {
  readonly port: number;
  /** Opens the workbench once. */
  readonly url: string;
  /** A fresh one-time link; the one before stops working. */
  renewUrl(): string;
  readonly app: WebApp;
  close(): Promise<void>;
}

const SESSION_SECONDS = 12 * 3600;
const WRONG_TRIES_A_MINUTE = 20;
const LOOPBACK = '127.0.0.1';

/**
 * Serves the workbench on 127.0.0.1 only.
 * @throws ContractError `contract.port-in-use` when the port is taken.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const server = createServer({
    maxHeaderSize: 65_536,
    headersTimeout: 15_000,
    // Uploads may take hours; idle connections are cut below.
    requestTimeout: 0,
    keepAliveTimeout: 15_000,
  });
  server.maxConnections = 1024;
  // Event streams say something every few seconds, so only dead peers stay silent this long.
  server.setTimeout(15 * 60_000);
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const token = new OneTimeToken();
  const hosts = [
    `${LOOPBACK}:${port}`,
    `localhost:${port}`,
    ...(options.allowedHosts ?? []).map((host) => host.toLowerCase()),
  ];
  const app = createWebApp({
    engine: options.engine,
    pages: options.pages,
    guard: {
      hosts,
      cookieName: `log-sentinel-${port}`,
      token,
      sessions: new SessionStore(SESSION_SECONDS * 1000),
      wrongTries: new WrongTries(WRONG_TRIES_A_MINUTE),
      sessionSeconds: SESSION_SECONDS,
    },
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
  server.on(
    'request',
    toNodeListener((request, incoming) => app.fetch(request, { incoming })),
  );
  const urlOf = (secret: string) => `http://${LOOPBACK}:${port}/?token=${secret}`;
  return {
    port,
    url: urlOf(token.secret ?? token.renew()),
    renewUrl: () => urlOf(token.renew()),
    app,
    close: () => close(server),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new ContractError(
              'contract.port-in-use',
              `Port ${port} is in use. Choose another with --port, or 0 for any.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, LOOPBACK, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
