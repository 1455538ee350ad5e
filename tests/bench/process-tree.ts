import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface RunFigures {
  readonly exitCode: number;
  readonly seconds: number;
  /** Highest sum of resident memory over the process and its children, sampled every 20 ms; NaN off Linux. */
  readonly peakRssBytes: number;
  readonly stdout: string;
}

/** Runs a program to its end and measures wall time and the memory of its whole process tree. */
export async function runMeasured(command: string, args: readonly string[]): Promise<RunFigures> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peak = Number.NaN;
  const timer = setInterval(() => {
    const now = treeRss(child);
    if (!(peak >= now)) peak = now;
  }, 20);
  const exitCode = await new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
  });
  clearInterval(timer);
  return {
    exitCode,
    seconds: (performance.now() - started) / 1000,
    peakRssBytes: peak,
    stdout: Buffer.concat(chunks).toString('utf8'),
  };
}

function treeRss(child: ChildProcess): number {
  if (process.platform !== 'linux' || child.pid === undefined) return Number.NaN;
  const parents = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      sizes.set(pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // The process ended between the listing and the read.
    }
  }
  let sum = 0;
  for (const [pid, size] of sizes) if (isBelow(pid, child.pid, parents)) sum += size;
  return sum;
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true;
  return false;
}
