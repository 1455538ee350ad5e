/**
 * Isolation forest over 1M rows of 20 columns, fit and score, beside scikit-learn on the same file. Programs take turns;
 * the figure is the median of the ratios of the pairs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src-main/models/random.ts';
import type { BenchProgram } from './bundle.ts';
import { atLeast, atMost, median, type Row, skipped } from './rows.ts';
import { PYTHON, runProgram } from './run-program.ts';

const ROWS = 1_000_000;
const WIDTH = 20;
const MIB = 2 ** 20;

interface Scored {
  readonly rocAuc: number;
  readonly peakRssBytes: number;
}

export function forestRows(programs: Readonly<Record<BenchProgram, string>>, folder: string, pairs: number): Row[] {
  const table = join(folder, 'rows.f32');
  const labels = join(folder, 'labels.u8');
  writeTable(table, labels);
  const args = [table, String(WIDTH), labels];
  const rounds = Array.from({ length: pairs }, () => ({
    own: runProgram(process.execPath, programs['score-forest'], ...args),
    peer: runProgram(PYTHON, join(import.meta.dirname, 'score-forest.py'), ...args),
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
