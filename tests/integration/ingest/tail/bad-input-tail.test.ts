import { mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectFormat, type ParserSpec, recordCutter } from '../../../../src-main/ingest/formats/index.ts';
import {
  FIRST_BLOCK,
  type OpenedSource,
  openSource,
  type SourceOutcome,
} from '../../../../src-main/ingest/sources/index.ts';
import type { IngestOptions } from '../../../../src-main/pipelines/ingest/ingest-job.ts';
import { ARCHIVES, FILES, LOGS } from '../bad-input/all-inputs.ts';
import { makeTemporaryFolder } from '../bad-input/bad-input.ts';
import { EventCollector } from './event-collector.ts';
import { type Collector, grow, type GrowthPlan, LineDigest, sourceFileAt } from './grow.ts';

const never = new AbortController().signal;
/** Larger files are there from the start: what is odd about them is their size. */
const MAX_GROWN_BYTES = 4 * 2 ** 20;

let folder: ReturnType<typeof makeTemporaryFolder>;
let grownTexts = 0;
let earlyTexts = 0;
beforeAll(() => {
  folder = makeTemporaryFolder();
});
afterAll(() => folder.remove());

const PLAIN = detectFormat(new Uint8Array(0), { path: 'x', modifiedMs: null, format: 'plain' }).spec;

/** Reads the file as it is now, whole. */
async function readWhole<T>(plan: GrowthPlan<T>): Promise<{ outcome: SourceOutcome; result: T }> {
  const modifiedMs = statSync(plan.path).mtimeMs;
  const file = { ...sourceFileAt(plan.path), modifiedMs };
  const source = await openSource(file, plan.options);
  const collector: Collector<T> = plan.collector();
  try {
    const spec = plan.detect(source);
    const reading = { cut: recordCutter(spec), ...(spec.hasLongLines ? { maxLineBytes: 32 * 2 ** 20 } : {}) };
    for await (const block of source.blocks(FIRST_BLOCK, never, reading)) collector.add(block, spec);
    const { status, errors, warnings, bytesIn, bytesOut } = source.outcome();
    return { outcome: { status, errors, warnings, bytesIn, bytesOut }, result: collector.result() };
  } finally {
    await source.close();
  }
}

/** Grown step by step, a text gives what it gives whole; anything else is left to be read whole, and no line of it stands. */
async function check<T>(plan: GrowthPlan<T>): Promise<void> {
  const grown = await grow(plan);
  const whole = await readWhole(plan);
  if (grown.outcome === null) {
    expect(whole.outcome.status === 'rejected' || !isPlainText(plan.path), 'only what is no plain text is left').toBe(
      true,
    );
    expect(grown.result).toEqual(plan.collector().result());
    return;
  }
  expect(grown.result).toEqual(whole.result);
  expect(grown.outcome).toEqual(whole.outcome);
  grownTexts++;
  if (grown.early > 0) earlyTexts++;
}

/** By its first bytes: no compression and no archive. */
function isPlainText(path: string): boolean {
  const content = readFileSync(path);
  const head = content.toString('hex', 0, 6);
  const isPacked = /^(?:1f8b|28b52ffd|fd377a585a|425a68|504b|5.2a4d18)/.test(head);
  return !isPacked && content.toString('latin1', 257, 262) !== 'ustar';
}

describe('bad input as a tail', () => {
  it.each(FILES.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const path = placeFor(`${FILES.indexOf(input)}`, input.fileName ?? 'input.log');
    const content = contentOf(path, input.content);
    const detect = (): ParserSpec => PLAIN;
    await check({ path, content, options: input.options ?? {}, detect, collector: () => new LineDigest() });
  });

  it.each(ARCHIVES.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const path = placeFor(`a${ARCHIVES.indexOf(input)}`, input.fileName ?? 'archive.bin');
    const options = input.limits === undefined ? {} : { limits: input.limits };
    const detect = (): ParserSpec => PLAIN;
    await check({ path, content: input.content, options, detect, collector: () => new LineDigest() });
  });

  it.each(LOGS.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const path = placeFor(`l${LOGS.indexOf(input)}`, input.fileName ?? 'app.log');
    const { encoding, ...reading }: IngestOptions = input.options ?? {};
    const detect = (source: OpenedSource): ParserSpec => {
      const { timezone, year, dateOrder, format } = reading;
      const context = { path, modifiedMs: source.file.modifiedMs, timezone, year, dateOrder, format };
      return detectFormat(source.sample, reading.isContentOnly === true ? { ...context, format: 'plain' } : context)
        .spec;
    };
    const written = new Date(input.modified ?? '2024-06-01T00:00:00Z');
    await check({
      path,
      content: Buffer.from(input.content as string),
      options: encoding === undefined ? {} : { encoding },
      detect,
      collector: () => new EventCollector(),
      atEnd: () => utimesSync(path, written, written),
    });
  });

  it('covers all own inputs, and most texts give lines long before their end', () => {
    expect(FILES.length + ARCHIVES.length + LOGS.length).toBeGreaterThanOrEqual(290);
    expect(grownTexts).toBeGreaterThan(150);
    expect(earlyTexts).toBeGreaterThan(grownTexts * 0.7);
  });
});

/** Bytes of a case; one that writes its file itself is read back when it is not too large. */
function contentOf(path: string, content: Buffer | ((path: string) => void)): GrowthPlan<unknown>['content'] {
  if (typeof content !== 'function') return content;
  content(path);
  return statSync(path).size <= MAX_GROWN_BYTES ? readFileSync(path) : content;
}

function placeFor(name: string, fileName: string): string {
  mkdirSync(join(folder.path, name), { recursive: true });
  return join(folder.path, name, fileName);
}
