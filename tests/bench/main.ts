/**
 * `npm run bench`: speed and memory of the built product, each beside a yardstick taken in the same run on the same file,
 * because seconds differ between machines and ratios hardly do. Needs `npm run build` first. `--events N` sets the size.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleBenches } from './bundle.ts';
import { forestRows } from './forest-rows.ts';
import { lstmRows } from './lstm-rows.ts';
import { type RunFigures, runMeasured } from './process-tree.ts';
import { readingRows } from './reading-rows.ts';
import { atLeast, atMost, median, print, type Row } from './rows.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, pairs: { type: 'string', default: '3' } },
});
const cli = resolve(import.meta.dirname, '../../out/main/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-bench-'));

const MIB = 2 ** 20;
const rows: Row[] = [];

try {
  const events = Number(values.events);
  const generated = await runCli('generate', '--events', String(events), '--seed', '7', '--out', folder, '--quiet');
  rows.push(atLeast('generate, events/s', events / generated.seconds, 0));

  const log = join(folder, 'app.log');
  const sizeBytes = statSync(log).size;
  const runs: { wc: RunFigures; analyze: RunFigures }[] = [];
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    const wc = await runMeasured('wc', ['-l', log]);
    const caseDir = join(folder, `case-${pair}.sentinel`);
    const analyze = await runCli(
      'analyze',
      log,
      '--labels',
      join(folder, 'labels.csv'),
      '--case',
      caseDir,
      '--json',
      '--quiet',
    );
    runs.push({ wc, analyze });
    rmSync(caseDir, { recursive: true, force: true });
  }
  const seconds = median(runs.map((run) => run.analyze.seconds));
  const programs = await bundleBenches();
  rows.push(...readingRows(programs, log, folder, Number(values.pairs)));
  rows.push(...forestRows(programs, folder, Number(values.pairs)));
  rows.push(...lstmRows(programs, folder, Number(values.pairs)));
  const document = JSON.parse(runs[0]?.analyze.stdout ?? '{}');
  rows.push(
    atLeast('analyze, whole process, lines/s', document.totals.lines / seconds, 250_000),
    atMost('analyze, wall time / wc -l', seconds / median(runs.map((run) => run.wc.seconds)), Number.POSITIVE_INFINITY),
    atMost(
      'analyze, peak RSS of the process tree, MiB',
      Math.max(...runs.map((run) => run.analyze.peakRssBytes)) / MIB,
      1024,
    ),
    atLeast('analyze, F1 on the planted windows', document.evaluation.f1, 0.85),
  );
  process.stdout.write(
    `${(sizeBytes / MIB).toFixed(0)} MiB, ${events} events, stages ${JSON.stringify(document.seconds)}\n`,
  );
  print(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runCli(...args: string[]): Promise<RunFigures> {
  const run = await runMeasured(process.execPath, [cli, ...args]);
  if (run.exitCode !== 0) throw new Error(`log-sentinel ${args[0]} ended with exit code ${run.exitCode}.`);
  return run;
}
