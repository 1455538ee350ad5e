/**
 * Isolation forest over 1M rows of 20 columns, fit and score, beside scikit-learn on the same file. Programs take turns;
 * the figure is the median of the ratios of the pairs. `PYTHON` names the interpreter that has scikit-learn.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src-main/models/random.ts';
import type { BenchProgram } from './bundle.ts';
import { atLeast, atMost, median, type Row, skipped } from './rows.ts';

const ROWS = 1_000_000;
const WIDTH = 20;
const MIB = 2 ** 20;
/** How `score-forest.py` says that scikit-learn is not installed. */
const NOT_INSTALLED = 3;

interface Scored {
  readonly rocAuc: number;
  readonly peakRssBytes: number;
}

export function forestRows(programs: Readonly<Record<BenchProgram, string>>, folder: string, pairs: number): Row[] {
  const table = join(folder, 'rows.f32');
  const labels = join(folder, 'labels.u8');
  writeTable(table, labels);
  const args = [table, String(WIDTH), labels];
  const python = process.env['PYTHON'] ?? 'python3';
  const rounds = Array.from({ length: pairs }, () => ({
    own: run(process.execPath, programs['score-forest'], ...args),
    peer: run(python, join(import.meta.dirname, 'score-forest.py'), ...args),
  }));
  const scored = JSON.parse(rounds[0]?.own?.stdout ?? '{}') as Scored;
  const dataMib = (4 * ROWS * WIDTH) / MIB;
  const memory = atMost('P9 isolation forest, peak RSS, MiB', scored.peakRssBytes / MIB, dataMib + 20);
  if (rounds.some(({ peer }) => peer === undefined)) {
    const seconds = median(rounds.map(({ own }) => own?.seconds ?? Number.NaN));
    return [
      skipped('P9 isolation forest, times scikit-learn', 'scikit-learn'),
      atLeast('P9 isolation forest, one thread, rows/s', ROWS / seconds, 0),
      memory,
    ];
  }
  const ratios = rounds.map(({ own, peer }) => (peer?.seconds ?? Number.NaN) / (own?.seconds ?? Number.NaN));
  const difference = Math.abs(scored.rocAuc - Number(rounds[0]?.peer?.stdout));
  return [
    atLeast('P9 isolation forest, one thread, times scikit-learn', median(ratios), 12),
    atMost('P9 isolation forest, ROC AUC, difference', difference, 0.002),
    memory,
  ];
}

/** A cloud in which one row of a hundred is wider and leans to one side in four columns. */
function writeTable(table: string, labels: string): void {
  const random = new Random(7);
  const data = new Float32Array(ROWS * WIDTH);
  const isAnomalous = new Uint8Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const isOdd = row % 100 === 99;
    isAnomalous[row] = isOdd ? 1 : 0;
    for (let c = 0; c < WIDTH; c++) {
      const bell = random.next() + random.next() + random.next() - 1.5;
      data[row * WIDTH + c] = isOdd ? bell * 1.6 + (c < 4 ? 0.8 : 0) : bell;
    }
  }
  writeFileSync(table, new Uint8Array(data.buffer));
  writeFileSync(labels, isAnomalous);
}

/** @returns undefined when the program, or the package it needs, is not there. @throws Error when it fails. */
function run(command: string, ...args: string[]): { seconds: number; stdout: string } | undefined {
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
