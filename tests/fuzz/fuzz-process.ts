/**
 * Fuzzes until its time is over: started by `main.ts`, which sees it should it die. Writes every input aside before it is
 * run, and every finding as it is made. Arguments: folder, seed, seconds of CPU time, names of targets.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync, ftruncateSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Finding, FuzzLoop } from './fuzz-loop.ts';
import { allTargets } from './targets/index.ts';

const [folder = '', seed = '1', seconds = '60', names = ''] = process.argv.slice(2);
/** CPU time of one turn of a target, before the next has its turn. */
const TURN_SECONDS = 2;
const REPORT_SECONDS = 60;

mkdirSync(folder, { recursive: true });
const current = openSync(join(folder, 'current.bin'), 'w');
const progress = new SharedArrayBuffer(8);
const inputs = new BigInt64Array(progress);
const watchdog = new Worker(new URL('watchdog.ts', import.meta.url), { workerData: progress });
watchdog.unref();

let running = '';
const targets = (await allTargets()).filter(({ name }) => names === '' || names.split(',').includes(name));
const loops = targets.map((target, i) => new FuzzLoop(target, Number(seed) * 1000 + i, noteInput));
const written = new Set<Finding>();
let nextReport = REPORT_SECONDS;

while (cpuSeconds() < Number(seconds)) {
  for (const loop of loops) {
    running = loop.target.name;
    for (const end = cpuSeconds() + TURN_SECONDS; cpuSeconds() < end; ) await loop.step();
    for (const finding of loop.findings.values()) if (!written.has(finding)) writeFinding(finding);
  }
  if (cpuSeconds() < nextReport) continue;
  nextReport += REPORT_SECONDS;
  report();
}
report();
closeSync(current);
await watchdog.terminate();

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function noteInput(input: Uint8Array): void {
  const head = Buffer.from(`${running}\n`);
  ftruncateSync(current, writeSync(current, Buffer.concat([head, input]), 0, head.length + input.length, 0));
  Atomics.add(inputs, 0, 1n);
}

function writeFinding(finding: Finding): void {
  written.add(finding);
  const hash = createHash('sha256').update(finding.key).digest('hex').slice(0, 8);
  const path = join(folder, `${finding.target}-${hash}`);
  writeFileSync(`${path}.bin`, finding.input);
  writeFileSync(`${path}.txt`, `seed ${seed}\n${finding.message}\n`);
  process.stdout.write(`FOUND ${finding.target}: ${finding.key}\n  ${finding.message.split('\n')[0]}\n  ${path}.bin\n`);
}

function report(): void {
  const told = loops.map(
    ({ target, runs, outcomes, cpuSeconds: own }) =>
      `${target.name} ${runs} runs/${outcomes} outcomes/${own.toFixed(0)} s`,
  );
  process.stdout.write(`seed ${seed}, ${cpuSeconds().toFixed(0)} CPU-s: ${told.join(', ')}\n`);
}
