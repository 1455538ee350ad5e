import { describe, expect, it } from 'vitest';
import { isPartialDue, type ReadingSoFar } from '../../../../../src-main/pipelines/analysis/partial-plan.ts';

const MB = 1e6;

/** A fresh reading at a steady 100 MB/s. */
function after(elapsedSeconds: number, totalMb: number, rateMb = 100): ReadingSoFar {
  const bytes = elapsedSeconds * rateMb * MB;
  return { elapsedSeconds, bytesRead: bytes, bytesDone: bytes, bytesTotal: totalMb * MB };
}

describe('isPartialDue', () => {
  it('is never asked of what is read in a short while', () => {
    for (let seconds = 0.5; seconds <= 10; seconds += 0.5) expect(isPartialDue(after(seconds, 1000), [])).toBe(false);
    expect(isPartialDue(after(1.6, 1500), [])).toBe(true);
  });

  it('waits until the speed of reading is known', () => {
    expect(isPartialDue(after(1.4, 2000), [])).toBe(false);
    expect(isPartialDue(after(1.5, 2000), [])).toBe(true);
    expect(isPartialDue({ ...after(3, 2000), bytesRead: 0 }, [])).toBe(false);
    expect(isPartialDue({ ...after(3, 2000), bytesTotal: null }, [])).toBe(false);
  });

  it('waits until a twentieth is read, but not for long', () => {
    expect(isPartialDue(after(2.4, 5000), [])).toBe(false);
    expect(isPartialDue(after(2.5, 5000), [])).toBe(true);
    expect(isPartialDue(after(4.9, 20_000), [])).toBe(false);
    expect(isPartialDue(after(5, 20_000), [])).toBe(true);
  });

  it('leaves out what would cost much beside what is left', () => {
    // An earlier process read most of it: analysing that takes longer than reading the rest.
    const resumed = { elapsedSeconds: 5, bytesRead: 500 * MB, bytesDone: 18_200 * MB, bytesTotal: 20_000 * MB };
    expect(isPartialDue(resumed, [])).toBe(false);
    expect(isPartialDue({ ...resumed, bytesDone: 1200 * MB }, [])).toBe(true);
  });

  it('comes again only when far more has been read, and never takes more than its share', () => {
    const made = [{ bytes: 150 * MB, seconds: 2.25 }];
    expect(isPartialDue(after(5.9, 20_000), [{ bytes: 200 * MB, seconds: 3 }])).toBe(false);
    expect(isPartialDue(after(6, 20_000), [{ bytes: 200 * MB, seconds: 3 }])).toBe(true);
    expect(isPartialDue(after(5, 20_000), made)).toBe(true);
    // What the first one took says that the next would take too long.
    expect(isPartialDue(after(5, 20_000), [{ bytes: 150 * MB, seconds: 20 }])).toBe(false);
    const all = [];
    let spent = 0;
    for (let seconds = 0.5; seconds < 200; seconds += 0.5) {
      const reading = after(seconds, 20_000);
      if (!isPartialDue(reading, all)) continue;
      const cost = seconds * 1.5;
      all.push({ bytes: reading.bytesDone, seconds: cost });
      spent += cost;
    }
    expect(all.length).toBeGreaterThan(1);
    expect(spent).toBeLessThan(0.15 * 350);
  });
});
