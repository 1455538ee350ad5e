import { describe, expect, it } from 'vitest';
import { nextRun } from '../../../../../src-main/service/models/retrain-scheduler.ts';

const at = (text: string): number => Date.parse(text);

describe('nextRun', () => {
  it('is the next time the five fields fit, in the zone', () => {
    expect(nextRun('0 3 * * *', 'UTC', at('2024-05-01T02:59:59Z'))).toBe(at('2024-05-01T03:00:00Z'));
    expect(nextRun('0 3 * * *', 'UTC', at('2024-05-01T03:00:00Z'))).toBe(at('2024-05-02T03:00:00Z'));
    expect(nextRun('30 2 * * 1', 'Europe/Berlin', at('2024-05-01T00:00:00Z'))).toBe(at('2024-05-06T00:30:00Z'));
  });

  it('runs once where a clock change takes or repeats the hour', () => {
    // 2024-03-31 has no 02:30 in Berlin; 2024-10-27 has it twice.
    const spring = nextRun('30 2 * * *', 'Europe/Berlin', at('2024-03-30T12:00:00Z'))!;
    expect(spring).toBeGreaterThanOrEqual(at('2024-03-31T00:30:00Z'));
    expect(spring).toBeLessThanOrEqual(at('2024-03-31T01:30:00Z'));
    const autumn = nextRun('30 2 * * *', 'Europe/Berlin', at('2024-10-26T12:00:00Z'))!;
    expect(nextRun('30 2 * * *', 'Europe/Berlin', autumn)).toBeGreaterThanOrEqual(at('2024-10-27T01:30:00Z'));
  });

  it('refuses what is no schedule or no zone, and is null for a day that never comes', () => {
    for (const [cron, zone] of [
      ['often', 'UTC'],
      ['61 * * * *', 'UTC'],
      ['0 3 * * *', 'Mars/Olympus'],
    ] as const) {
      expect(() => nextRun(cron, zone, 0), cron).toThrow(expect.objectContaining({ code: 'contract.bad-input' }));
    }
    expect(nextRun('0 0 31 2 *', 'UTC', 0)).toBeNull();
  });
});
