import { describe, expect, it } from 'vitest';
import { PageCache } from '../../../../../src-renderer/panels/events/page-cache.ts';

interface Call {
  readonly page: number;
  readonly signal: AbortSignal;
  readonly finish: () => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

function build(maxPages = 3) {
  const calls: Call[] = [];
  const changes: unknown[] = [];
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const cache = new PageCache<string>({
    pageSize: 10,
    maxPages,
    load: (page, signal) =>
      new Promise((resolve, reject) => {
        calls.push({
          page,
          signal,
          finish: () => (resolve(Array.from({ length: 10 }, (_, i) => `row ${page * 10 + i}`)), settle()),
          fail: (error) => (reject(error), settle()),
        });
      }),
    onChange: (error) => changes.push(error),
  });
  return { cache, calls, changes };
}

describe('page cache', () => {
  it('asks once for every page in view and gives its rows when they are here', async () => {
    const { cache, calls } = build();
    cache.want(5, 10);
    cache.want(6, 10);
    expect(calls.map((call) => call.page)).toEqual([0, 1]);
    expect(cache.row(7)).toBeUndefined();
    await calls[0]!.finish();
    expect(cache.row(7)).toBe('row 7');
    expect(cache.isLoading).toBe(true);
  });

  it('gives up on pages that went out of sight, and their rows never appear', async () => {
    const { cache, calls, changes } = build();
    cache.want(0, 10);
    cache.want(500, 10);
    expect(calls[0]!.signal.aborted).toBe(true);
    await calls[0]!.finish();
    expect(cache.row(0)).toBeUndefined();
    expect(changes).toEqual([]);
  });

  it('forgets the page seen longest ago', async () => {
    const { cache, calls } = build(2);
    for (const page of [0, 1]) {
      cache.want(page * 10, 10);
      await calls.at(-1)!.finish();
    }
    cache.want(0, 10);
    cache.want(20, 10);
    await calls.at(-1)!.finish();
    expect([cache.row(0), cache.row(10), cache.row(20)]).toEqual(['row 0', undefined, 'row 20']);
  });

  it('reports a failure and asks again when the page is wanted again', async () => {
    const { cache, calls, changes } = build();
    const error = new Error('gone');
    cache.want(0, 10);
    await calls[0]!.fail(error);
    expect(changes).toEqual([error]);
    cache.want(0, 10);
    expect(calls).toHaveLength(2);
  });

  it('keeps rows readable after a stop, and nothing after a dispose', async () => {
    const { cache, calls } = build();
    cache.want(0, 10);
    await calls[0]!.finish();
    cache.want(10, 10);
    cache.stop();
    expect([cache.row(0), calls[1]!.signal.aborted]).toEqual(['row 0', true]);
    cache.dispose();
    expect(cache.row(0)).toBeUndefined();
  });
});
