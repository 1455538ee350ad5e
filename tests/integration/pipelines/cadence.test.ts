import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { analyzeCase } from '../../../src-main/pipelines/analysis/analyze-case.ts';
import type { Incident } from '#shared/domain/detection.ts';
import { Random } from '../../../src-main/models/random.ts';
import { ingestInto, temporaryFolder } from '../../helpers/ingest-case.ts';

const START_MS = Date.UTC(2026, 2, 5, 8);
const OPTIONS = { session: null, windowSeconds: null, stepSeconds: null, detectors: null, labels: null, seed: 1 };

interface Line {
  readonly seconds: number;
  readonly text: string;
}

/** Four hours of a heartbeat every half minute and of handles that are opened and closed some seconds later. */
function lines(): { readonly beats: Line[]; readonly handles: Line[] } {
  const random = new Random(5);
  const beats = Array.from({ length: 480 }, (_, i) => ({
    seconds: 30 * i + random.next(),
    text: `INFO [health] [node-1] Heartbeat ${i} of the scheduler`,
  }));
  const handles = Array.from({ length: 2000 }, (_, i) => {
    const seconds = 14_390 * random.next();
    const id = `fh-${(0xa0_00_00 + i * 7919).toString(16)}`;
    return [
      { seconds, text: `INFO [files] [node-2] Handle ${id} opened for reading` },
      { seconds: seconds + 1 + 3 * random.next(), text: `INFO [files] [node-2] Handle ${id} closed` },
    ];
  }).flat();
  return { beats, handles };
}

async function incidentsOf(all: readonly Line[]): Promise<{ incidents: readonly Incident[]; claims: number[][] }> {
  using folder = temporaryFolder();
  const path = join(folder.path, 'cadence.log');
  const text = all
    .toSorted((a, b) => a.seconds - b.seconds)
    .map((line) => {
      const time = new Date(START_MS + Math.round(line.seconds * 1000)).toISOString();
      const [, level, rest] = /^(\w+) (.*)$/.exec(line.text)!;
      return `${time}  ${level} 77 --- ${rest!.replace(/^(\[\w+\] \[[\w-]+\]) /, '$1 shop.jobs : ')}`;
    });
  writeFileSync(path, `${text.join('\n')}\n`);
  const catalog = await openCase(join(folder.path, 'test.sentinel'), { mode: 'create' });
  await ingestInto(catalog, { paths: [path] });
  const reader = await CaseReader.open(catalog, catalog.lakeDir);
  try {
    const { signal } = new AbortController();
    const run = { catalog, reader, lakeDir: catalog.lakeDir, signal, progress: () => undefined };
    const { incidents } = await analyzeCase({ ...run, options: { ...OPTIONS, threshold: 'auto' } });
    const claims: number[][] = [];
    for (const claim of incidents.flatMap((incident) => incident.claims)) {
      const [row] = await reader.query(claim.sql);
      claims.push([Number(Object.values(row ?? {})[0] ?? 0), claim.value]);
    }
    return { incidents, claims };
  } finally {
    reader.close();
    catalog.close();
  }
}

describe('rhythms and answers of a log', { timeout: 60_000 }, () => {
  it('raises nothing on a log in which everything comes when due', async () => {
    const { beats, handles } = lines();
    const { incidents } = await incidentsOf([...beats, ...handles]);
    expect(incidents).toEqual([]);
  });

  it('finds beats and one answer that were taken out, and says so with numbers that hold', async () => {
    const { beats, handles } = lines();
    const kept = beats.filter((_, i) => i < 200 || i >= 280 || i % 7 !== 6);
    const closed = handles.findIndex(({ seconds, text }) => text.endsWith('closed') && seconds > 9000);
    const { incidents, claims } = await incidentsOf([...kept, ...handles.toSpliced(closed, 1)]);
    const said = incidents.map(({ summary }) => summary);
    expect(
      said.some((summary) => /missed \d+ beats? of 'Heartbeat .*', which comes every 30 seconds/.test(summary)),
    ).toBe(true);
    expect(
      said.some((summary) => /^nothing came after 'Handle .* opened for reading' of files 1 time/.test(summary)),
    ).toBe(true);
    for (const [asked, told] of claims) expect(asked).toBeCloseTo(told!, 9);
    const times = incidents
      .filter(({ kinds }) => kinds.includes('silence'))
      .map(({ startNs }) => Number(startNs! / 1_000_000n) - START_MS);
    for (const ms of times) expect(ms / 30_000).toBeGreaterThan(195);
    for (const ms of times) expect(ms / 30_000).toBeLessThan(281);
  });
});
