import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancelledError } from '#shared/base/errors.ts';
import { type CliContext, optionOf } from '../cli-context.ts';
import { ExitCode } from '../exit-code.ts';

/** How long the web host may take to stop its engine at a commit point. */
const STOP_WITHIN_MS = 20_000;

/**
 * `serve [CASE]`: the workbench in a browser. The web host is a process of its own, as hosts know nothing of one
 * another; it prints the address itself and is stopped with this process.
 */
export async function runServe(context: CliContext, [dir]: readonly string[]): Promise<number> {
  const port = optionOf<number>(context, 'port');
  const home = optionOf<string>(context, 'home');
  const allowed = optionOf<string[]>(context, 'allowHost') ?? [];
  const child = spawn(
    process.execPath,
    [
      resolveWebHost(),
      ...(home === undefined ? [] : ['--home', resolve(home)]),
      ...(port === undefined ? [] : ['--port', String(port)]),
      ...allowed.flatMap((host) => ['--allow-host', host]),
      ...(optionOf<boolean>(context, 'open') === false ? ['--no-open'] : []),
      ...(optionOf<boolean>(context, 'sample') === true ? ['--sample'] : []),
      ...(dir === undefined ? [] : [resolve(dir)]),
    ],
    // A group of its own: Ctrl-C reaches it once, through us. The channel ends it when we are killed.
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
  );
  const ended = new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(code ?? (signal === 'SIGTERM' ? ExitCode.terminated : ExitCode.failed)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS).unref();
  };
  if (context.signal.aborted) stop();
  else context.signal.addEventListener('abort', stop, { once: true });
  const exitCode = await ended;
  if (context.signal.aborted) throw new CancelledError('The workbench was stopped.');
  return exitCode;
}

/** The source beside this host when run from sources, the bundled entry otherwise. */
function resolveWebHost(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('../../web/main.ts', import.meta.url));
  const beside = fileURLToPath(new URL('./web.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../web.js', import.meta.url));
}
