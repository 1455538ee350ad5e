import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBalanced } from '#shared/domain/line-account.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import type { CatalogSource } from '../../../src-main/catalog/repositories/sources.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { ingestInto, temporaryFolder } from '../../helpers/ingest-case.ts';
import type { EventCase } from './event-input/event-case.ts';
import { INJECTION_CASES, REGEX_CASES } from './event-input/injection.ts';
import { JSON_CASES } from './event-input/json-lines.ts';
import { MULTI_LINE_CASES } from './event-input/multi-line.ts';
import { TIMESTAMP_CASES } from './event-input/timestamps.ts';

const FAMILIES: Readonly<Record<string, readonly EventCase[]>> = {
  timestamps: TIMESTAMP_CASES,
  'multi-line and structure': MULTI_LINE_CASES,
  JSON: JSON_CASES,
  injection: INJECTION_CASES,
  'cost of expressions': REGEX_CASES,
};

/** What no input of a megabyte may take, on a busy machine. */
const MAX_SECONDS = 10;

async function ingest(folder: string, input: EventCase) {
  const path = join(folder, input.fileName ?? 'app.log');
  writeFileSync(path, input.content);
  if (input.modified !== undefined) utimesSync(path, new Date(input.modified), new Date(input.modified));
  const catalog = await openCase(join(folder, 'alone.sentinel'), { mode: 'create' });
  const started = performance.now();
  try {
    await ingestInto(catalog, { paths: [path], options: { threads: 1, ...input.options } });
    const seconds = (performance.now() - started) / 1000;
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    try {
      const rows = await reader.query('SELECT time_ns, content FROM events ORDER BY event_id LIMIT 10');
      return { source: catalog.sources.list()[0] as CatalogSource, rows, seconds };
    } finally {
      reader.close();
    }
  } finally {
    catalog.close();
  }
}

/** RFC 3339 with as many digits as needed. */
function showTime(timeNs: unknown): string | null {
  if (timeNs === null) return null;
  if (typeof timeNs !== 'bigint' && typeof timeNs !== 'number') throw new Error(`a time of type ${typeof timeNs}`);
  const ns = BigInt(timeNs);
  const second = new Date(Number(ns / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  const fraction = String(ns % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${second}${fraction === '' ? '' : `.${fraction}`}Z`;
}

describe.each(Object.entries(FAMILIES))('%s', (_family, cases) => {
  it.each(cases.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    using folder = temporaryFolder();
    const { source, rows, seconds } = await ingest(folder.path, input);
    const { account, warnings } = source;
    expect(source).toMatchObject({ status: 'whole', errors: [] });
    expect(isBalanced(account)).toBe(true);
    const { lines, events, continuationLines, blankLines } = input;
    expect(account).toMatchObject(known({ lines, events, continuationLines, blankLines }));
    expect(account.bytesOut).toBe(Buffer.byteLength(input.content));
    expect(warnings.map((warning) => warning.class)).toEqual(expect.arrayContaining([...(input.warnings ?? [])]));
    if (input.times !== undefined) {
      expect(rows.slice(0, input.times.length).map((row) => showTime(row['time_ns']))).toEqual(input.times);
    }
    if (input.contents !== undefined) {
      expect(rows.slice(0, input.contents.length).map((row) => row['content'])).toEqual(input.contents);
    }
    expect(seconds).toBeLessThan(MAX_SECONDS);
  });
});

function known(numbers: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(numbers).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
