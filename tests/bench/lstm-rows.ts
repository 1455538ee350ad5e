/**
 * One epoch and one scoring of the LSTM autoencoder over 20,000 windows of 20 x 32, beside torch on one thread with the same
 * network, batches and data. Programs take turns; figures are medians of the ratios of the rounds.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src-main/models/random.ts';
import type { BenchProgram } from './bundle.ts';
import { atLeast, atMost, median, type Row, skipped } from './rows.ts';
import { PYTHON, runProgram } from './run-program.ts';

const WINDOWS = 20_000;
const STEPS = 20;
const WIDTH = 32;

interface Timing {
  readonly epochSeconds: number;
  readonly scoreSeconds: number;
}

export function lstmRows(programs: Readonly<Record<BenchProgram, string>>, folder: string, pairs: number): Row[] {
  const data = join(folder, 'windows.f32');
  writeWindows(data);
  const own = (threads: number): Timing => timingOf(process.execPath, programs['train-lstm'], data, String(threads))!;
  const rounds = Array.from({ length: pairs }, () => ({
    one: own(1),
    two: own(2),
    peer: timingOf(PYTHON, join(import.meta.dirname, 'train-lstm.py'), data),
  }));
  const ratio = (of: (round: (typeof rounds)[number] & { readonly peer: Timing }) => number): number =>
    median(rounds.flatMap((round) => (round.peer === undefined ? [] : [of({ ...round, peer: round.peer })])));
  if (rounds.some(({ peer }) => peer === undefined)) {
    return [
      skipped('P10 LSTM autoencoder epoch, times torch', 'torch'),
      atMost('P10 LSTM autoencoder epoch, one thread, s', median(rounds.map(({ one }) => one.epochSeconds)), Infinity),
      atMost('P10 LSTM autoencoder epoch, two threads, s', median(rounds.map(({ two }) => two.epochSeconds)), Infinity),
      atLeast('P11 LSTM scoring, windows/s', WINDOWS / median(rounds.map(({ one }) => one.scoreSeconds)), 0),
    ];
  }
  return [
    atMost(
      'P10 LSTM epoch, one thread / torch',
      ratio(({ one, peer }) => one.epochSeconds / peer.epochSeconds),
      1.25,
    ),
    atMost(
      'P10 LSTM epoch, two threads / torch',
      ratio(({ two, peer }) => two.epochSeconds / peer.epochSeconds),
      0.75,
    ),
    atLeast(
      'P11 LSTM scoring, times torch',
      ratio(({ one, peer }) => peer.scoreSeconds / one.scoreSeconds),
      0.85,
    ),
  ];
}

/** Sine waves of their own length and phase a feature, with noise: something a network can learn. */
function writeWindows(path: string): void {
  const random = new Random(11);
  const data = new Float32Array(WINDOWS * STEPS * WIDTH);
  for (let window = 0; window < WINDOWS; window++) {
    const phase = random.next() * 6;
    for (let step = 0; step < STEPS; step++) {
      for (let c = 0; c < WIDTH; c++) {
        const wave = Math.sin(phase + (step * (c + 3)) / 20);
        data[(window * STEPS + step) * WIDTH + c] = wave + 0.2 * (random.next() - 0.5);
      }
    }
  }
  writeFileSync(path, new Uint8Array(data.buffer));
}

function timingOf(command: string, ...args: string[]): Timing | undefined {
  const run = runProgram(command, ...args);
  return run === undefined ? undefined : (JSON.parse(run.stdout) as Timing);
}
