/**
 * How time and memory of `analyze` grow with the log: the same generated traffic in several sizes, one run each. Time has
 * to grow no faster than the lines; memory no more once a log has ten million.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFigures } from './process-tree.ts';
import { atMost, type Row } from './rows.ts';

/** From here on more lines may take no more memory. */
const FLAT_FROM = 10_000_000;
const MIB = 2 ** 20;

interface Grown {
  readonly lines: number;
  readonly seconds: number;
  readonly peakRssBytes: number;
}

/** @param sizes Events of each log, ascending; at least two. */
export async function growthRows(
  runCli: (...args: string[]) => Promise<RunFigures>,
  folder: string,
  sizes: readonly number[],
): Promise<Row[]> {
  const runs: Grown[] = [];
  for (const events of sizes) runs.push(await analyzeOne(runCli, join(folder, `growth-${events}`), events));
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return [];
  const flat = runs.find(({ lines }) => lines >= FLAT_FROM && lines < last.lines);
  const from = flat ?? first;
  return [
    ...runs.map(({ lines, seconds }) =>
      atMost(`P16 analyze ${text(lines)} lines, s`, seconds, Number.POSITIVE_INFINITY),
    ),
    atMost('P16 time of a line, most lines / fewest', last.seconds / last.lines / (first.seconds / first.lines), 1.1),
    atMost(
      `P16 peak RSS, ${text(last.lines)} lines / ${text(from.lines)}`,
      last.peakRssBytes / from.peakRssBytes,
      flat === undefined ? Number.POSITIVE_INFINITY : 1.1,
    ),
    atMost(`P16 peak RSS of ${text(last.lines)} lines, MiB`, last.peakRssBytes / MIB, 1024),
  ];
}

async function analyzeOne(
  runCli: (...args: string[]) => Promise<RunFigures>,
  folder: string,
  events: number,
): Promise<Grown> {
  try {
    await runCli('generate', '--events', String(events), '--seed', '7', '--out', folder, '--quiet');
    const caseDir = join(folder, 'case.sentinel');
    const run = await runCli('analyze', join(folder, 'app.log'), '--case', caseDir, '--json', '--quiet');
    const { totals } = JSON.parse(run.stdout) as { totals: { lines: number } };
    return { lines: totals.lines, seconds: run.seconds, peakRssBytes: run.peakRssBytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function text(lines: number): string {
  return lines.toLocaleString('en-US');
}
