/**
 * `npm run fuzz -- --minutes N --seed S [--target NAME,...] [--findings DIR]`: changes inputs of every part of reading and
 * holds what comes of them against what must be true. Time is CPU time. Ends with 1 when something was found; the smallest
 * input of each finding, and what failed, lie in the folder of findings.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Exit code of a process that called abort. */
const ABORTED = 134;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string', default: '' },
    findings: { type: 'string', default: resolve(import.meta.dirname, '../../out/fuzz') },
  },
});

const folder = resolve(values.findings);
mkdirSync(folder, { recursive: true });
const before = new Set(readdirSync(folder));
/** What a process that died is taken to have used, in seconds: it cannot say any more. */
const DIED_SECONDS = 60;
let left = Number(values.minutes) * 60;

for (let seed = Number(values.seed); left > 0; seed++) {
  const { code, signal } = await run(seed, left);
  if (code === 0) break;
  // Killed by its watchdog, or brought down by native code; anything else is a mistake of the fuzzer itself.
  if (signal === null && code !== ABORTED) process.exit(code ?? 1);
  if (signal === 'SIGTERM' || signal === 'SIGINT') process.exit(1);
  left -= DIED_SECONDS;
  const kept = join(folder, `died-${signal ?? code}-seed-${seed}.bin`);
  renameSync(join(folder, 'current.bin'), kept);
  process.stdout.write(`DIED by ${signal ?? code}: ${kept} holds the target's name and the input\n`);
}

const found = readdirSync(folder).filter(
  (name) => name.endsWith('.bin') && name !== 'current.bin' && !before.has(name),
);
process.stdout.write(`${found.length} findings\n`);
process.exitCode = found.length === 0 ? 0 : 1;

function run(seed: number, seconds: number): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const program = join(import.meta.dirname, 'fuzz-process.ts');
  const child = spawn(process.execPath, [program, folder, String(seed), String(seconds), values.target], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const { promise, resolve: done } = Promise.withResolvers<{ code: number | null; signal: NodeJS.Signals | null }>();
  child.on('exit', (code, signal) => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    done({ code, signal });
  });
  return promise;
}
