import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../../../src-main/engine/watchdog.ts';

const HANG_AFTER_MS = 120_000;
const STEP_MS = 5000;

describe('Watchdog', () => {
  let clock: number;
  let asked: number;
  let hangs: number[];
  let watchdog: Watchdog;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    clock = 1000;
    asked = 0;
    hangs = [];
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    watchdog = new Watchdog({ ask: () => asked++, onHang: (silentMs) => hangs.push(silentMs) });
  });
  afterEach(() => {
    watchdog.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Lets steps go by, each as late as given. */
  function pass(steps: number, lateMs = 0): void {
    for (let step = 0; step < steps; step++) {
      clock += STEP_MS + lateMs;
      vi.advanceTimersByTime(STEP_MS);
    }
  }

  it('asks again and again, and is content with any answer', () => {
    for (let i = 0; i < 10; i++) {
      pass(23);
      watchdog.heard();
    }
    expect(asked).toBe(231);
    expect(hangs).toEqual([]);
  });

  it('tells once of an engine that is silent for 120 s, and not before', () => {
    pass(HANG_AFTER_MS / STEP_MS - 1);
    expect(hangs).toEqual([]);
    pass(1);
    expect(hangs).toEqual([HANG_AFTER_MS]);
    pass(100);
    expect(hangs).toHaveLength(1);
  });

  it('begins anew where its own clock jumped: the machine slept, or this process stood still', () => {
    pass(20);
    pass(1, 3_600_000);
    pass(23);
    expect(hangs).toEqual([]);
    pass(1);
    expect(hangs).toEqual([HANG_AFTER_MS]);
  });

  it('still tells on a machine so busy that every step is late', () => {
    pass(HANG_AFTER_MS / (STEP_MS * 1.8), STEP_MS * 0.8);
    pass(1, STEP_MS * 0.8);
    expect(hangs).toHaveLength(1);
  });
});
