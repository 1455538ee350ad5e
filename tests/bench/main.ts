/**
 * `npm run bench`: speed and memory of the built product, each beside a yardstick taken in the same run on the same file,
 * because seconds differ between machines and ratios hardly do. Needs `npm run build` first.
 *
 * `--events N` sets the size of the log, `--pairs N` how often each figure is taken, `--only a,b` what is measured (default:
 * all of `PARTS`), `--growth N,M,...` the sizes whose growth is looked at: `1000000,10000000,100000000` takes an hour.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ENGINE_FLAGS } from '../../src-main/engine/engine-flags.ts';
import { askingRows, openingRows } from './asking-rows.ts';
import { bundleBenches } from './bundle.ts';
import { forestRows } from './forest-rows.ts';
import { growthRows } from './growth-rows.ts';
import { lstmRows } from './lstm-rows.ts';
import { type RunFigures, runMeasured } from './process-tree.ts';
import { readingRows } from './reading-rows.ts';
import { atLeast, atMost, median, print, type Row } from './rows.ts';

const PARTS = ['analyze', 'reading', 'opening', 'asking', 'forest', 'lstm', 'growth'] as const;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '3' },
    only: { type: 'string', default: PARTS.join(',') },
    growth: { type: 'string', default: '1000000,2000000,4000000' },
  },
});
const pairs = Number(values.pairs);
const wanted = new Set(values.only.split(','));
const isWanted = (...parts: (typeof PARTS)[number][]): boolean => parts.some((part) => wanted.has(part));
const cli = resolve(import.meta.dirname, '../../out/main/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-bench-'));
const log = join(folder, 'app.log');
const caseDir = join(folder, 'case.sentinel');

const MIB = 2 ** 20;
const rows: Row[] = [];

try {
  const programs = await bundleBenches();
  if (isWanted('analyze', 'reading', 'opening', 'asking')) rows.push(await generate());
  if (isWanted('reading')) rows.push(...readingRows(programs, log, folder, pairs));
  if (isWanted('opening')) rows.push(...openingRows(programs, log, folder, pairs));
  if (isWanted('forest')) rows.push(...forestRows(programs, folder, pairs));
  if (isWanted('lstm')) rows.push(...lstmRows(programs, folder, pairs));
  if (isWanted('analyze', 'asking')) rows.push(...(await analyzeRows(isWanted('analyze') ? pairs : 1)));
  if (isWanted('asking')) rows.push(...askingRows(programs, log, caseDir, pairs));
  if (isWanted('growth')) rows.push(...(await growthRows(runCli, folder, values.growth.split(',').map(Number))));
  print(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function generate(): Promise<Row> {
  const events = Number(values.events);
  const generated = await runCli('generate', '--events', String(events), '--seed', '7', '--out', folder, '--quiet');
  process.stdout.write(`${(statSync(log).size / MIB).toFixed(0)} MiB, ${events} events\n`);
  return atLeast('generate, events/s', events / generated.seconds, 0);
}

/** Whole runs of `analyze`; the case of the last one stays. */
async function analyzeRows(times: number): Promise<Row[]> {
  const runs: { wc: RunFigures; analyze: RunFigures }[] = [];
  for (let run = 0; run < times; run++) {
    rmSync(caseDir, { recursive: true, force: true });
    const wc = await runMeasured('wc', ['-l', log]);
    const labels = join(folder, 'labels.csv');
    const analyze = await runCli('analyze', log, '--labels', labels, '--case', caseDir, '--json', '--quiet');
    runs.push({ wc, analyze });
  }
  const seconds = median(runs.map((run) => run.analyze.seconds));
  const document = JSON.parse(runs[0]?.analyze.stdout ?? '{}');
  process.stdout.write(`stages ${JSON.stringify(document.seconds)}\n`);
  return [
    atLeast('analyze, whole process, lines/s', document.totals.lines / seconds, 250_000),
    atMost('analyze, wall time / wc -l', seconds / median(runs.map((run) => run.wc.seconds)), Number.POSITIVE_INFINITY),
    atMost(
      'analyze, peak RSS of the process tree, MiB',
      Math.max(...runs.map((run) => run.analyze.peakRssBytes)) / MIB,
      1024,
    ),
    atLeast('analyze, F1 on the planted windows', document.evaluation.f1, 0.85),
  ];
}

async function runCli(...args: string[]): Promise<RunFigures> {
  // As `npm run cli` starts it.
  const run = await runMeasured(process.execPath, [...ENGINE_FLAGS, cli, ...args]);
  if (run.exitCode !== 0) throw new Error(`log-sentinel ${args[0]} ended with exit code ${run.exitCode}.`);
  return run;
}
