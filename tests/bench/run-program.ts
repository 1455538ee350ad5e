import { spawnSync } from 'node:child_process';

/** The interpreter that has the Python peers; `PYTHON` names another one. */
export const PYTHON = process.env['PYTHON'] ?? 'python3';

/** How a Python peer says that its package is not installed. */
const NOT_INSTALLED = 3;

/** @returns undefined when the program, or the package it needs, is not there. @throws Error when it fails. */
export function runProgram(command: string, ...args: string[]): { seconds: number; stdout: string } | undefined {
  const startedMs = performance.now();
  // OpenMP would take every core; the figure is of one thread.
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const isMissing = error !== undefined && 'code' in error && error.code === 'ENOENT';
  if (isMissing || status === NOT_INSTALLED) return undefined;
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with exit code ${status}.`);
  return { seconds: (performance.now() - startedMs) / 1000, stdout };
}
