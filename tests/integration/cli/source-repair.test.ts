import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home'), '--quiet'];
const START_MS = Date.UTC(2024, 4, 1, 12);

/** A request a second, each with an id of its own, in a log whose clock is off by some seconds. */
function writeRequests(name: string, offsetSeconds: number, word: string, count = 120): string {
  const path = join(folder, name);
  const lines = Array.from({ length: count }, (_, i) => {
    const time = new Date(START_MS + (i + offsetSeconds) * 1000 + (i % 7) * 20).toISOString();
    const id = `req-${(i * 7_919 + 100_003).toString(16)}a${i}`;
    return `${time} INFO ${word} request ${id} took ${i % 40} ms\n`;
  });
  writeFileSync(path, lines.join(''));
  return path;
}

async function analyze(...args: string[]) {
  const run = await runCli(['analyze', ...args, '--json', ...home]);
  expect(run.stderr).toBe('');
  return analysisDocumentSchema.parse(JSON.parse(run.stdout));
}

describe('repairing single sources', () => {
  it('estimates how far two clocks are apart, and an offset lays them on one another', async () => {
    const web = writeRequests('web.log', 0, 'web');
    const database = writeRequests('db.log', 3600, 'db');
    const apart = await analyze(web, database, '--case', join(folder, 'apart.sentinel'));
    const [offset] = apart.clockOffsets ?? [];
    expect(offset).toMatchObject({ path: database, againstPath: web, shared: 120 });
    expect(offset?.offsetSeconds).toBeCloseTo(3600, 1);

    const told = await runCli(['analyze', web, database, '--case', join(folder, 'told.sentinel'), ...home]);
    expect(told.stdout).toMatch(
      /db\.log shows 120 shared identifiers 3600 s later than .*web\.log.*--offset .*db\.log=-3600s/,
    );

    const args = ['--offset', `${database}=-3600s`, '--case', join(folder, 'together.sentinel')];
    const together = await analyze(web, database, ...args);
    expect(together.clockOffsets).toEqual([]);
    expect(together.files.map(({ firstTime, repair }) => ({ firstTime, repair }))).toEqual([
      { firstTime: '2024-05-01T12:00:00Z', repair: null },
      { firstTime: '2024-05-01T12:00:00Z', repair: { offsetSeconds: -3600 } },
    ]);
  });

  it('says nothing of clocks that agree, or of sources that share nothing', async () => {
    const web = writeRequests('web-2.log', 0, 'web');
    const same = writeRequests('same.log', 0.4, 'api');
    expect((await analyze(web, same, '--case', join(folder, 'same.sentinel'))).clockOffsets).toEqual([]);
  });

  it('reads one file in another zone, also when it grew and is read again', async () => {
    const here = join(folder, 'here.log');
    const there = join(folder, 'there.log');
    for (const path of [here, there]) writeFileSync(path, '2024-05-01 12:00:00 INFO worker one\n'.repeat(3));
    const args = [here, there, '--case', join(folder, 'zones.sentinel')];
    const first = await analyze(...args, '--timezone', 'UTC', '--timezone', `${there}=Europe/Berlin`);
    expect(first.files.map((file) => file.firstTime)).toEqual(['2024-05-01T12:00:00Z', '2024-05-01T10:00:00Z']);
    writeFileSync(there, '2024-05-02 12:00:00 INFO worker two\n'.repeat(4));
    const again = await analyze(...args);
    expect(again.files.at(-1)).toMatchObject({
      path: there,
      lines: 4,
      firstTime: '2024-05-02T10:00:00Z',
      repair: { timezone: 'Europe/Berlin' },
    });
  });

  it('takes each line of one file as it is, or by its look alone, and keeps it so when it is read again', async () => {
    const traced = `2024-05-01 12:00:00 ERROR worker: failed\n    at shop.Order.place(Order.java:42)\n`;
    const [here, there, guessed] = ['h.log', 't.log', 'g.log'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [here, there, guessed]) writeFileSync(path, traced.repeat(3));
    const args = [here, there, guessed, '--case', join(folder, 'as-it-is.sentinel')];
    const first = await analyze(...args, '--format', `${there}=plain`, '--format', `${guessed}=generic`);
    const described = first.files.map(({ format, events, continuationLines, firstTime, repair }) => {
      return [format, events, continuationLines, firstTime, repair];
    });
    const time = '2024-05-01T12:00:00Z';
    expect(described.slice(1)).toEqual([
      ['plain', 6, 0, null, { format: 'plain' }],
      ['generic', 3, 3, time, { format: 'generic' }],
    ]);
    expect(described[0]?.slice(1)).toEqual([3, 3, time, null]);
    writeFileSync(there, traced.repeat(4));
    const again = await analyze(...args);
    expect(again.files.at(-1)).toMatchObject({ path: there, format: 'plain', events: 8, repair: { format: 'plain' } });
  });

  it('refuses a repair of a file that is not there, and a duration nobody can read', async () => {
    const web = writeRequests('web-3.log', 0, 'web');
    const lost = join(folder, 'lost.log');
    const zone = ['--timezone', `${lost}=UTC`];
    const run = await runCli(['analyze', web, '--json', '--case', join(folder, 'lost.sentinel'), ...zone, ...home]);
    const { files } = analysisDocumentSchema.parse(JSON.parse(run.stdout));
    expect(run.exitCode).toBe(4);
    expect(files).toMatchObject([
      { path: lost, status: 'rejected', errors: [{ class: 'E_NOT_FOUND' }] },
      { path: web, status: 'whole' },
    ]);
    expect((await runCli(['analyze', web, '--offset', `${web}=soon`, ...home])).exitCode).toBe(2);
  });

  it('tells how far events are out of order and where it was quiet', async () => {
    const path = join(folder, 'order.log');
    const seconds = [0, 10, 5, 700, 690, 701, 1000];
    const line = (second: number): string =>
      `${new Date(START_MS + second * 1000).toISOString()} INFO worker x${second}\n`;
    writeFileSync(path, seconds.map(line).join(''));
    const { files } = await analyze(path, '--case', join(folder, 'order.sentinel'));
    expect(files[0]?.order).toEqual({
      outOfOrder: 2,
      greatestStepBackSeconds: 10,
      gaps: [
        { start: '2024-05-01T12:00:10Z', end: '2024-05-01T12:11:40Z', seconds: 690 },
        { start: '2024-05-01T12:11:41Z', end: '2024-05-01T12:16:40Z', seconds: 299 },
      ],
    });
  });
});
