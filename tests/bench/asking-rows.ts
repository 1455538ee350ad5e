/**
 * What a person waits for: the first rows and incidents of a file that is opened, and searches and filters of an open case
 * beside `rg -c` and `wc -l` of the log it was read from. Figures are medians over the rounds.
 */
import { join } from 'node:path';
import type { BenchProgram } from './bundle.ts';
import { atMost, median, type Row, skipped } from './rows.ts';
import { runProgram } from './run-program.ts';

interface Asked {
  readonly hasPeer: boolean;
  readonly ratios: Readonly<Record<string, readonly number[]>>;
}

interface Opened {
  readonly firstRows: number;
  readonly firstIncidents: number;
}

type Programs = Readonly<Record<BenchProgram, string>>;

export function openingRows(programs: Programs, log: string, folder: string, pairs: number): Row[] {
  const opened = Array.from({ length: pairs }, (_, round) => {
    const run = runProgram(process.execPath, programs['first-rows'], log, join(folder, `home-${round}`));
    return JSON.parse(run?.stdout ?? '{}') as Opened;
  });
  return [
    atMost('P5 first rows of a file, s', median(opened.map(({ firstRows }) => firstRows)), 0.5),
    atMost('P5 first incidents of a file (partial), s', median(opened.map(({ firstIncidents }) => firstIncidents)), 15),
  ];
}

export function askingRows(programs: Programs, log: string, caseDir: string, pairs: number): Row[] {
  const run = runProgram(process.execPath, programs['ask-case'], log, caseDir, String(pairs));
  const { hasPeer, ratios } = JSON.parse(run?.stdout ?? '{}') as Asked;
  const row = (figure: string, name: string, goal: number): Row => atMost(figure, median(ratios[name] ?? []), goal);
  const search = hasPeer
    ? [
        row('P7 words of templates, events by them / rg -c', 'search templates', 0.5),
        row('P7 words in all lines, exact list / rg -c', 'search lines', 2.5),
        row('P7 pattern in all lines, exact list / rg -c', 'search pattern', Number.POSITIVE_INFINITY),
      ]
    : [skipped('P7 search / rg -c', 'ripgrep')];
  return [
    ...search,
    row('P8 histogram of all events / wc -l', 'histogram', 0.25),
    row('P8 histogram of a level / wc -l', 'histogram of a level', 0.25),
    row('P8 list by time, level and template / wc -l', 'list by time, level and template', 0.25),
    row('P8 list of a template / wc -l', 'list of a template', 0.25),
    row('P8 counts by template / wc -l', 'counts by template', 0.25),
  ];
}
