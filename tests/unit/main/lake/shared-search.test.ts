import { describe, expect, it } from 'vitest';
import { SharedSearch, type TellProgress } from '../../../../src-main/lake/shared-search.ts';
import type { TextMatches } from '../../../../src-main/lake/text-search.ts';

const MATCHES: TextMatches = { events: Uint32Array.of(1), lines: { events: Uint32Array.of(1), paths: new Set() } };

/** A search that is ended by hand. */
function startSearch() {
  const { promise, resolve, reject } = Promise.withResolvers<TextMatches>();
  const hands: { signal?: AbortSignal; tell?: TellProgress } = {};
  const search = new SharedSearch((signal, tell) => {
    Object.assign(hands, { signal, tell });
    return promise;
  });
  return { search, resolve, reject, hands };
}

describe('SharedSearch', () => {
  it('gives everybody the same, and those who come late how far it is', async () => {
    const { search, resolve, hands } = startSearch();
    const early: number[] = [];
    const late: number[] = [];
    const first = search.wait(undefined, ({ share }) => early.push(share));
    hands.tell?.({ share: 0.5, found: 7 });
    const second = search.wait(undefined, ({ share }) => late.push(share));
    hands.tell?.({ share: 1, found: 9 });
    resolve(MATCHES);
    expect(await first).toBe(MATCHES);
    expect(await second).toBe(MATCHES);
    expect(early).toEqual([0, 0.5, 1]);
    expect(late).toEqual([0.5, 1]);
  });

  it('goes on as long as one waits, and stops with the last', async () => {
    const { search, hands } = startSearch();
    const stops = [new AbortController(), new AbortController()] as const;
    const waits = stops.map((stop) => search.wait(stop.signal, undefined));
    stops[0].abort();
    await expect(waits[0]).rejects.toMatchObject({ code: 'job.cancelled' });
    expect([hands.signal?.aborted, search.isStopped]).toEqual([false, false]);
    stops[1].abort();
    await expect(waits[1]).rejects.toMatchObject({ code: 'job.cancelled' });
    expect([hands.signal?.aborted, search.isStopped]).toEqual([true, true]);
  });

  it('hands on why it failed, and ends without complaint when nobody waits', async () => {
    const { search, reject } = startSearch();
    const waiting = search.wait(undefined, undefined);
    reject(new Error('broken'));
    await expect(waiting).rejects.toThrow('broken');
    await search.ended;
  });

  it('refuses a caller that has given up already', async () => {
    const { search, hands } = startSearch();
    await expect(search.wait(AbortSignal.abort(), undefined)).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(hands.signal?.aborted).toBe(false);
  });
});
