import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelledError } from '#shared/base/errors.ts';
import { QueryEngine } from '../../../src-main/lake/query-engine.ts';

const FAILS_LATE = `SELECT CASE WHEN i = 1000000 THEN (i::VARCHAR || 'x')::INTEGER ELSE i END FROM range(2000000) t(i)`;
const ROWS = 30_000_000;

describe('a streamed query', () => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await QueryEngine.open({ threads: 2, memoryBytes: 256 * 2 ** 20, temporaryFolder: null });
  });
  afterAll(() => engine.close());

  async function countRows(sql: string, signal?: AbortSignal): Promise<number> {
    let rows = 0;
    for await (const chunk of engine.stream(sql, { signal })) rows += chunk.rowCount;
    return rows;
  }

  it('that fails after its first rows says so and why, instead of ending early', async () => {
    await expect(countRows(FAILS_LATE)).rejects.toThrow(/Could not convert string '1000000x'/);
  });

  it('gives every row when nothing stops it', async () => {
    expect(await countRows('SELECT i FROM range(3000000) t(i)')).toBe(3_000_000);
  });

  it('that is cancelled is cancelled or whole, never cut short', async () => {
    const ends = new Set<string>();
    for (let delayMs = 0; delayMs < 40; delayMs += 2) {
      const stop = new AbortController();
      const counting = countRows(`SELECT i FROM range(${ROWS}) t(i)`, stop.signal).then(
        (rows) => `${rows} rows`,
        (error: unknown) => (error instanceof CancelledError ? 'cancelled' : String(error)),
      );
      await setTimeout(delayMs);
      stop.abort();
      ends.add(await counting);
    }
    expect([...ends].filter((end) => end !== 'cancelled' && end !== `${ROWS} rows`)).toEqual([]);
    expect(ends).toContain('cancelled');
  });
});

describe('releaseFreed', () => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await QueryEngine.open({ threads: 2, memoryBytes: 512 * 2 ** 20, temporaryFolder: null });
  });
  afterAll(() => engine.close());

  // Other systems give memory back in their own time.
  it.runIf(process.platform === 'linux')('gives back to the system what a dropped table held', async () => {
    await engine.execute('CREATE TABLE filled AS SELECT i, md5(i::VARCHAR) AS text FROM range(2000000) t(i)');
    await engine.execute('DROP TABLE filled');
    const heldBytes = process.memoryUsage.rss();
    await engine.releaseFreed();
    expect(heldBytes - process.memoryUsage.rss()).toBeGreaterThan(40 * 2 ** 20);
  });

  it('disturbs no query that runs meanwhile, and leaves the ceiling as it was', async () => {
    const counting = engine.rows('SELECT count(DISTINCT i % 100000) AS n FROM range(20000000) t(i)');
    for (let time = 0; time < 5; time++) await engine.releaseFreed();
    expect(await counting).toEqual([{ n: 100_000n }]);
    const [{ limit } = {}] = await engine.rows(`SELECT current_setting('memory_limit') AS "limit"`);
    expect(limit).toBe('512.0 MiB');
  });
});
