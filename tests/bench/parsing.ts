/**
 * Speed of parsing on one thread: `node tests/bench/parsing.ts`.
 * Prints microseconds a content for generated and corpus contents, and seconds to mine many distinct shapes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ShapeInterner } from '../../src-main/parsing/shape-interner.ts';
import { mineTemplates } from '../../src-main/parsing/template-miner.ts';
import type { ShapeUse } from '../../src-shared/domain/template.ts';
import { parseCsv } from '../helpers/csv.ts';

const encoder = new TextEncoder();
const LINES = 400_000;
/** As in `tests/helpers/corpus.ts`, which needs the test runner. */
const corpusRoot = process.env['LOG_SENTINEL_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');

function benchInterner(name: string, contents: readonly string[]): void {
  const texts = contents.map((content) => encoder.encode(content));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length + 1, 0));
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let at = 0;
  texts.forEach((text, i) => {
    starts[i] = at;
    bytes.set(text, at);
    at += text.length;
    ends[i] = at++;
  });
  const interner = new ShapeInterner();
  const rounds = Math.ceil(LINES / texts.length);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    interner.beginBlock(false);
    const begin = process.cpuUsage().user;
    for (let round = 0; round < rounds; round++)
      for (let i = 0; i < texts.length; i++) interner.intern(bytes, starts[i] as number, ends[i] as number);
    best = Math.min(best, process.cpuUsage().user - begin);
  }
  const each = best / rounds / texts.length;
  const size = bytes.length / texts.length;
  console.log(`${name.padEnd(14)} ${size.toFixed(0)} bytes  ${each.toFixed(3)} us a content  ${interner.size} shapes`);
}

function benchMiner(count: number): void {
  const interner = new ShapeInterner();
  interner.beginBlock(false);
  const shapes: ShapeUse[] = [];
  for (let i = 0; shapes.length < count; i++) {
    const size = interner.size;
    if (i % 20_000 === 0) interner.beginBlock(false);
    const content = encoder.encode(
      `${name(i % 400)} job ${name((i * 7919) % 90_001)} handed to ${name((i * 31) % 5003)}`,
    );
    const slot = interner.intern(content, 0, content.length);
    if (interner.size > size) shapes.push({ ...interner.shape(slot), count: 1, firstEventId: i });
  }
  const begin = process.cpuUsage().user;
  const { templates } = mineTemplates(shapes);
  const seconds = (process.cpuUsage().user - begin) / 1e6;
  console.log(`mining         ${count} shapes -> ${templates.length} templates  ${seconds.toFixed(2)} s`);
}

/** A word of letters for a number. */
function name(number: number): string {
  let word = '';
  for (let rest = number + 26 ** 3; rest > 0; rest = Math.floor(rest / 26))
    word += String.fromCharCode(97 + (rest % 26));
  return word;
}

benchInterner(
  'generated',
  Array.from(
    { length: 20_000 },
    (_, i) =>
      `Request req-${(i * 7919) % 99991} from 10.${i % 200}.${i % 17}.${i % 250} for the account service completed with status=${200 + (i % 3)} in ${i % 900}ms`,
  ),
);
for (const system of ['HDFS', 'BGL', 'Hadoop', 'OpenStack', 'Mac']) {
  const path = join(corpusRoot, `loghub-2k/${system}/${system}_2k.log_structured_corrected.csv`);
  if (!existsSync(path)) console.log(`${system.padEnd(14)} skipped: no corpus`);
  else
    benchInterner(
      system,
      parseCsv(readFileSync(path, 'utf8')).map((row) => row['Content'] ?? ''),
    );
}
benchMiner(20_000);
benchMiner(200_000);
