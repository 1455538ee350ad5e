import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeBackend } from '../../../../src-renderer/backend/fake/fake-backend.ts';
import { useLive } from '../../../../src-renderer/state/live.ts';
import { startLiveFeed } from '../../../../src-renderer/state/live-feed.ts';

const stops: (() => void)[] = [];
function follow() {
  const backend = createFakeBackend({ events: 1000, state: 'reading', hasRecentCases: false });
  const ended = vi.fn();
  const rows = vi.fn();
  stops.push(startLiveFeed(backend, { onRows: rows, onJobEnded: ended, onCases: () => {} }));
  return { backend, ended, rows };
}

describe('live feed', () => {
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    useLive.setState({ connection: 'connecting', engine: null, restartNotice: null, jobs: new Map(), epoch: 0 });
  });

  it('knows the engine and its running job, and says when the job ends', async () => {
    const { backend, ended, rows } = follow();
    await vi.waitFor(() => expect(useLive.getState().jobs.get('job-1')?.state).toBe('running'));
    await vi.waitFor(() => expect(useLive.getState().connection).toBe('live'));
    backend.finishReading();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
    expect(useLive.getState().jobs.get('job-1')?.state).toBe('done');
    expect(rows).toHaveBeenCalled();
  });

  it('says the engine is away, then that it was restarted, and starts a new epoch', async () => {
    const { backend } = follow();
    await vi.waitFor(() => expect(useLive.getState().connection).toBe('live'));
    backend.restartEngine(60);
    await vi.waitFor(() => expect(useLive.getState().connection).toBe('lost'));
    await vi.waitFor(() => expect(useLive.getState().connection).toBe('live'), 3000);
    expect(useLive.getState().restartNotice).toContain('restarted');
    expect(useLive.getState().epoch).toBe(1);
  });
});
