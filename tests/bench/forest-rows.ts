/**
 * Isolation forest over 1M rows of 20 columns, fit and score, beside scikit-learn on the same file. Programs take turns;
 * the figure is the median of the ratios of the pairs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src-main/models/random.ts';
import { rocAuc } from '../../src-shared/metrics/ranking.ts';
import type { BenchProgram } from './bundle.ts';
import { atLeast, atMost, median, type Row, skipped } from './rows.ts';
import { PYTHON, runProgram } from './run-program.ts';

const ROWS = 1_000_000;
const WIDTH = 20;
const MIB = 2 ** 20;

export function forestRows(programs: Readonly<Record<BenchProgram, string>>, folder: string, pairs: number): Row[] {
  const table = join(folder, 'rows.f32');
  const labels = writeTable(table);
  const out = (name: string): string => join(folder, `${name}.f64`);
  const own = (threads: number) =>
    runProgram(
      process.execPath,
      programs['score-forest'],
      table,
      String(WIDTH),
      out(`own-${threads}`),
      String(threads),
    );
  const peer = () =>
    runProgram(PYTHON, join(import.meta.dirname, 'score-forest.py'), table, String(WIDTH), out('peer'));
  const rounds = Array.from({ length: pairs }, () => ({ one: own(1), two: own(2), peer: peer() }));
  const { peakRssBytes } = JSON.parse(rounds[0]?.one?.stdout ?? '{}') as { readonly peakRssBytes: number };
  const memory = atMost('P9 isolation forest, peak RSS, MiB', peakRssBytes / MIB, (4 * ROWS * WIDTH) / MIB + 20);
  const seconds = (run: { readonly seconds: number } | undefined): number => run?.seconds ?? Number.NaN;
  if (rounds.some((round) => round.peer === undefined)) {
    return [
      skipped('P9 isolation forest, times scikit-learn', 'scikit-learn'),
      atLeast('P9 isolation forest, one thread, rows/s', ROWS / median(rounds.map(({ one }) => seconds(one))), 0),
      atLeast('P9 isolation forest, two threads, rows/s', ROWS / median(rounds.map(({ two }) => seconds(two))), 0),
      memory,
    ];
  }
  const ratio = (of: (round: (typeof rounds)[number]) => { readonly seconds: number } | undefined): number =>
    median(rounds.map((round) => seconds(round.peer) / seconds(of(round))));
  const [first, second, theirs] = ['own-1', 'own-2', 'peer'].map((name) => readFileSync(out(name)));
  return [
    atLeast(
      'P9 isolation forest, one thread, times scikit-learn',
      ratio(({ one }) => one),
      12,
    ),
    atLeast(
      'P9 isolation forest, two threads, times scikit-learn',
      ratio(({ two }) => two),
      22,
    ),
    atMost('P9 isolation forest, ROC AUC, difference', Math.abs(auc(labels, first!) - auc(labels, theirs!)), 0.002),
    atMost('P9 isolation forest, files of scores that differ by threads', first!.equals(second!) ? 0 : 1, 0),
    memory,
  ];
}

function auc(labels: Uint8Array, scores: Buffer): number {
  return rocAuc(labels, new Float64Array(scores.buffer, scores.byteOffset, scores.length / 8));
}

/** A cloud in which one row of a hundred is wider and leans to one side in four columns. @returns 1 for each such row. */
function writeTable(table: string): Uint8Array {
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
  return isAnomalous;
}
