/**
 * Reading a log, beside `wc -l` and `zstd -3` of the same file: newline index, opening on one and two workers, memory, and
 * writing the lake. Programs take turns; each figure is the median of the ratios of the pairs.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchProgram } from './bundle.ts';
import { atLeast, atMost, median, type Row, skipped } from './rows.ts';

const MIB = 2 ** 20;
const BYTES_PER_LINE = 32;
const FIXED_BYTES = 120 * MIB;

interface Opened {
  readonly lines: number;
  readonly peakRssBytes: number;
}

interface Written {
  readonly seconds: number;
  readonly bytes: number;
  readonly peakRssBytes: number;
}

export function readingRows(
  programs: Readonly<Record<BenchProgram, string>>,
  log: string,
  folder: string,
  pairs: number,
): Row[] {
  const own = (program: BenchProgram, ...args: string[]) => run(process.execPath, programs[program], ...args);
  const rounds = Array.from({ length: pairs }, (_, round) => ({
    wc: run('wc', '-l', log),
    index: own('index-lines', log),
    one: own('open-file', log, '1'),
    two: own('open-file', log, '2'),
    lake: own('write-lake', log, join(folder, `lake-${round}`)),
    zstd: run('zstd', '-3', '-T1', '-q', '-f', log, '-o', join(folder, 'log.zst')),
  }));
  const [first] = rounds;
  if (first?.one === undefined || first.lake === undefined) throw new Error('A bench program failed.');
  const opened = JSON.parse(first.one.stdout) as Opened;
  const ratio = (pick: (round: (typeof rounds)[number]) => [number | undefined, number | undefined]): number =>
    median(rounds.map(pick).map(([value, yardstick]) => (value ?? Number.NaN) / (yardstick ?? Number.NaN)));
  const rows = [
    atMost(
      'P1 newline index / wc -l',
      ratio(({ index, wc }) => [index?.seconds, wc?.seconds]),
      3,
    ),
    atMost(
      'P2 open, one worker / wc -l',
      ratio(({ one, wc }) => [one?.seconds, wc?.seconds]),
      12,
    ),
    atMost(
      'P3 open, two workers / wc -l',
      ratio(({ two, wc }) => [two?.seconds, wc?.seconds]),
      8,
    ),
    atLeast(
      'P3 open, two workers, times its one-worker speed',
      ratio(({ one, two }) => [one?.seconds, two?.seconds]),
      1.6,
    ),
    atMost(
      'P4 open, one worker, peak RSS, MiB',
      opened.peakRssBytes / MIB,
      (FIXED_BYTES + BYTES_PER_LINE * opened.lines) / MIB,
    ),
  ];
  if (first.zstd === undefined) return [...rows, skipped('P12 lake write / zstd -3', 'zstd')];
  const written = rounds.map(({ lake }) => JSON.parse(lake?.stdout ?? '{}') as Written);
  const zstdSeconds = rounds.map(({ zstd }) => zstd?.seconds ?? Number.NaN);
  const zstdBytes = statSync(join(folder, 'log.zst')).size;
  return [
    ...rows,
    atMost(
      'P12 lake write / zstd -3, time',
      median(written.map(({ seconds }, round) => seconds / (zstdSeconds[round] ?? Number.NaN))),
      1.5,
    ),
    atMost('P12 lake write / zstd -3, size', (written[0]?.bytes ?? Number.NaN) / zstdBytes, 1),
    atMost('P12 lake write, peak RSS, MiB', (written[0]?.peakRssBytes ?? Number.NaN) / MIB, 500),
  ];
}

/** @returns undefined when the program is not there. @throws Error when it fails. */
function run(command: string, ...args: string[]): { seconds: number; stdout: string } | undefined {
  const startedMs = performance.now();
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with exit code ${status}.`);
  return { seconds: (performance.now() - startedMs) / 1000, stdout };
}
