import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SentinelError } from '#shared/base/errors.ts';
import { createClient } from '#shared/contract/client.ts';
import { CASE_PARAMETER } from '#shared/contract/tables.ts';
import { readAppPaths } from '../../base/app-paths.ts';
import { openFileLog } from '../../base/log.ts';
import { openPageFiles } from '../../base/page-files.ts';
import { EngineSupervisor } from '../../engine/supervisor.ts';
import { startWebHost } from './serve.ts';

/**
 * The workbench in a browser: `web.js [CASE] [--sample] [--home DIR] [--port N] [--allow-host NAME:PORT]... [--no-open]`.
 * Prints `Workbench: <one-time URL>` on stdout and runs until SIGINT, SIGTERM or the end of its parent's pipe.
 */
const OPTIONS = {
  home: { type: 'string' },
  port: { type: 'string', default: '0' },
  sample: { type: 'boolean', default: false },
  open: { type: 'boolean', default: true },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true, allowNegative: true });
  const paths = readAppPaths(values.home);
  const log = openFileLog(paths.webLogPath);
  const supervisor = new EngineSupervisor({
    homeDir: paths.homeDir,
    version: paths.version,
    samplePath: paths.samplePath,
    onState: (state) => {
      if (state.kind === 'starting' && state.restarts > 0)
        say(`Engine restarted (${state.lastExit ?? 'no reason given'}).`);
    },
  });
  await supervisor.start();
  const engine = (request: Request) => supervisor.fetch(request);
  const host = await startWebHost({
    engine,
    pages: openPageFiles(paths.rendererDir),
    port: Number(values.port),
    allowedHosts: values['allow-host'],
    onError: (error) => log.error('a request failed', error),
  });
  stopOn(async () => {
    await host.close();
    await supervisor.stop();
  });
  const caseId = await openCase(engine, positionals[0], values.sample);
  const url = caseId === null ? host.url : `${host.url}&${CASE_PARAMETER}=${caseId}`;
  process.stdout.write(`Workbench: ${url}\n`);
  if (values.open) openBrowser(url);
}

async function openCase(
  engine: (request: Request) => Promise<Response>,
  dir: string | undefined,
  isSample: boolean,
): Promise<string | null> {
  const client = createClient({ origin: 'http://engine', fetch: engine });
  if (isSample) return (await client.samples.open()).caseId;
  if (dir === undefined) return null;
  return (await client.cases.open({ dir: resolve(process.env['INIT_CWD'] ?? '.', dir) })).summary.caseId;
}

function stopOn(stop: () => Promise<void>): void {
  let isStopping = false;
  const once = (exitCode: number) => {
    if (isStopping) process.exit(exitCode);
    isStopping = true;
    void stop().finally(() => process.exit(exitCode));
  };
  process.on('SIGINT', () => once(130));
  process.on('SIGTERM', () => once(143));
  process.on('SIGHUP', () => once(129));
  process.on('disconnect', () => once(0));
}

/** A browser that does not start is not an error: the address is printed. */
function openBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['explorer.exe', [url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => say('No browser could be started; open the address above.'));
  child.unref();
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().catch((error: unknown) => {
  say(error instanceof SentinelError ? error.message : `Could not start: ${String(error)}`);
  process.exit(1);
});
