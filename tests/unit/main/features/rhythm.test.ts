import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src-main/models/random.ts';
import { Rhythm, type RhythmFacts } from '../../../../src-main/features/rhythm.ts';

function follow(times: readonly number[], endSeconds: number): RhythmFacts | null {
  const rhythm = new Rhythm();
  return times.every((time) => rhythm.add(time)) ? rhythm.finish(endSeconds) : null;
}

/** A beat every 10 s with up to half a second of jitter. */
function beats(count: number, seed = 1): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => 10 * i + random.next() / 2);
}

describe('Rhythm', () => {
  it('learns the period and misses nothing of a rhythm that is kept', () => {
    const facts = follow(beats(100), 995);
    expect(facts!.periodSeconds).toBeCloseTo(10, 1);
    expect(facts!.beats).toBe(99);
    expect(facts!.outages).toEqual([]);
  });

  it('finds every seventh beat that was taken out', () => {
    const kept = beats(210).filter((_, i) => i % 7 !== 6);
    const { outages } = follow(kept, 2100)!;
    expect(outages).toHaveLength(30);
    outages.forEach(([due], i) => expect(Math.abs(due! - (70 * i + 60))).toBeLessThan(1));
  });

  it('finds an outage, and a rhythm that stopped for good', () => {
    const { outages } = follow([...beats(60), ...beats(40).map((time) => time + 700)], 1090)!;
    expect(outages.map((outage) => outage.length)).toEqual([10]);
    const stopped = follow(beats(60), 5000)!.outages;
    expect(stopped.map((outage) => outage.length)).toEqual([5]);
    expect(stopped[0]![0]).toBeGreaterThan(595);
  });

  it('counts a beat that comes late as missed when it was due', () => {
    const times = beats(80);
    times[50] = 504;
    expect(follow(times, 795)!.outages).toHaveLength(1);
  });

  it('sees no rhythm in events that come by chance, in bursts, or at once', () => {
    const random = new Random(3);
    for (let seed = 0; seed < 200; seed++) {
      let time = 0;
      const times = Array.from({ length: 300 }, () => (time -= 10 * Math.log(1 - random.next())));
      expect(follow(times, time)).toBeNull();
    }
    expect(
      follow(
        Array.from({ length: 300 }, (_, i) => 60 * Math.floor(i / 10) + (i % 10)),
        1800,
      ),
    ).toBeNull();
    expect(
      follow(
        Array.from({ length: 50 }, () => 7),
        100,
      ),
    ).toBeNull();
  });

  it('needs some beats before one that is missing says anything', () => {
    expect(follow(beats(15), 500)).toBeNull();
  });
});
