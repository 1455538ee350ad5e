/**
 * `ask-case.js LOG CASE ROUNDS`: searches and filters an open case, each time beside `rg -c` or `wc -l` of the log it was
 * read from. Prints the ratios of every round as JSON; `null` where ripgrep is not installed. No round asks what one before
 * asked, so that nothing is answered from what was remembered.
 */
import { openCase } from '../../src-main/catalog/open.ts';
import { CaseReader } from '../../src-main/lake/case-reader.ts';
import { runProgram } from './run-program.ts';

const BUCKETS = 500;
const ERROR_BAND = 5;
const [log = '', caseDir = '', rounds = '3'] = process.argv.slice(2);

const catalog = await openCase(caseDir, { mode: 'read' });
const reader = await CaseReader.open(catalog, catalog.lakeDir);
const loadMs = await timed(() => reader.loadColumns());
const ratios: Record<string, number[]> = {};
const words = await chooseWords(Number(rounds));
const hasPeer = runProgram('rg', '--version') !== undefined;
if (hasPeer) for (const word of words) await searchOnce(word);
for (let round = 0; round < Number(rounds); round++) await filterOnce(round);
reader.close();
catalog.close();
process.stdout.write(`${JSON.stringify({ events: reader.eventCount, loadMs, hasPeer, ratios })}\n`);

/** Capitalised words of template text, the most frequent first: a capital makes case matter, as it does to the peer. */
async function chooseWords(count: number): Promise<string[]> {
  const byUse = (await reader.templatesTable()).toReversed();
  const words = byUse.flatMap(
    ({ text }) => text.replaceAll('<*>', ' ').match(/(?<![\w-])[A-Z][a-z]{3,}(?![\w-])/g) ?? [],
  );
  return [...new Set(words)].slice(0, count);
}

async function searchOnce(word: string): Promise<void> {
  const peer = runProgram('rg', '-c', word, log);
  const pattern = runProgram('rg', '-c', `${word}.*[0-9]{3}`, log);
  if (peer === undefined || pattern === undefined) throw new Error('ripgrep went away.');
  let firstMs = Number.NaN;
  const startedMs = performance.now();
  await reader.search({ query: word }, undefined, ({ found }) => {
    if (found > 0 && Number.isNaN(firstMs)) firstMs = performance.now() - startedMs;
  });
  const { count } = await reader.eventIndex({ query: word });
  const exactMs = performance.now() - startedMs;
  if (count !== Number(peer.stdout)) throw new Error(`${word}: ${count} events, but ${peer.stdout} lines.`);
  const patternMs = await timed(() => reader.eventIndex({ query: `/${word}.*[0-9]{3}/` }));
  add('search templates', firstMs, peer.seconds);
  add('search lines', exactMs, peer.seconds);
  add('search pattern', patternMs, pattern.seconds);
}

async function filterOnce(round: number): Promise<void> {
  const wc = runProgram('wc', '-l', log)?.seconds ?? Number.NaN;
  const { fromNs, toNs } = reader.timeRange ?? { fromNs: 0n, toNs: 1n };
  const quarter = (toNs - fromNs) / 4n;
  const middle = { fromNs: fromNs + quarter + BigInt(round), toNs: toNs - quarter };
  const template = reader.manifest.templates[round % reader.manifest.templates.length];
  const templateIds = template === undefined ? [] : [template.templateId];
  add('histogram', await timed(() => reader.histogram({ fromNs: fromNs + BigInt(round) }, BUCKETS)), wc);
  add(
    'histogram of a level',
    await timed(() => reader.histogram({ severityBands: [ERROR_BAND] }, BUCKETS + round)),
    wc,
  );
  add(
    'list by time, level and template',
    await timed(() => reader.eventIndex({ ...middle, templateIds, severityBands: [2, 3] })),
    wc,
  );
  add('list of a template', await timed(() => reader.eventIndex({ templateIds, fromNs: fromNs + BigInt(round) })), wc);
  add('counts by template', await timed(() => reader.templatesTable({ toNs: toNs - BigInt(round) })), wc);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function add(what: string, ms: number, peerSeconds: number): void {
  (ratios[what] ??= []).push(ms / 1000 / peerSeconds);
}
