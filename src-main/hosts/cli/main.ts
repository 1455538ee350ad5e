import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { CancelledError } from '#shared/base/errors.ts';
import { readAppPaths } from '../../base/app-paths.ts';
import type { CliContext } from './cli-context.ts';
import type { RunCommand } from './commands/run-command.ts';
import { ExitCode, exitCodeOf } from './exit-code.ts';
import { Messages } from './messages.ts';
import { resolveOptions } from './option-layers.ts';
import { Output, ReaderGoneError } from './output.ts';
import { createProgram } from './program.ts';

/** The command line: parses, resolves options, runs one command, and turns what happens into an exit code. */
async function main(argv: readonly string[]): Promise<number> {
  keepCompiledCode();
  enterCallersFolder();
  const interruption = listenForInterruption();
  const output = new Output(process.stdout);
  let messages = new Messages({ stream: process.stderr, isQuiet: false, environment: process.env });
  let exitCode: number = ExitCode.done;
  const run = async (command: Command, operands: readonly string[], load: () => Promise<RunCommand>) => {
    const options = resolveOptions(command, process.env);
    messages = new Messages({ stream: process.stderr, isQuiet: options['quiet'] === true, environment: process.env });
    const context: CliContext = { output, messages, signal: interruption.signal, options };
    exitCode = await (await load())(context, operands);
  };
  try {
    await createProgram({ version: readAppPaths().version, run }).parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof ReaderGoneError) return ExitCode.done;
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    const isStop = error instanceof CancelledError || interruption.signal.aborted;
    if (isStop) messages.say(error instanceof CancelledError ? error.message : 'Stopped.');
    else messages.fail(error);
    return isStop ? interruption.exitCode() : exitCodeOf(error);
  }
}

/**
 * Keeps what V8 makes of the bundle's files beside them, where it is as safe as they are: a command starts 40 ms sooner. Without
 * the right to write there nothing is kept. Sources are left alone: they change all the time.
 */
function keepCompiledCode(): void {
  if (import.meta.url.endsWith('.js')) enableCompileCache(join(import.meta.dirname, '..', 'code-cache'));
}

/** npm runs scripts in the package's folder and says in INIT_CWD where the caller was. */
function enterCallersFolder(): void {
  const folder = process.env['INIT_CWD'];
  if (folder !== undefined && folder !== '') process.chdir(folder);
}

/** The first Ctrl-C or SIGTERM asks to stop cleanly, the second ends the process. */
function listenForInterruption(): { readonly signal: AbortSignal; exitCode(): number } {
  const controller = new AbortController();
  let exitCode: number = ExitCode.interrupted;
  const stop = (code: number) => {
    if (controller.signal.aborted) process.exit(code);
    exitCode = code;
    controller.abort(new CancelledError());
  };
  process.on('SIGINT', () => stop(ExitCode.interrupted));
  process.on('SIGTERM', () => stop(ExitCode.terminated));
  return { signal: controller.signal, exitCode: () => exitCode };
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(ExitCode.failed);
  },
);
