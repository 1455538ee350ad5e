import { describe, expect, it } from 'vitest';
import { FuzzLoop } from './fuzz-loop.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { allTargets } from './targets/index.ts';

const SEED = 20_240_501;
/** Inputs of each target: as many as take a fraction of a second. `npm run fuzz` runs as long as it is told to. */
const RUNS: Readonly<Record<string, number>> = {
  times: 3000,
  lines: 150,
  'user-formats': 150,
  regexes: 400,
  containers: 15,
  encodings: 40,
};
const USUAL_RUNS = 60;

const seconds = { timeout: 60_000 };
const targets = await allTargets();

describe('whatever it is given', () => {
  it.each(targets.map((target) => [target.name, target] as const))('%s holds', seconds, async (name, target) => {
    const loop = new FuzzLoop({ ...target, seeds: target.seeds.filter((_, i) => i % 8 === 0) }, SEED);
    for (let run = 0; run < (RUNS[name] ?? USUAL_RUNS); run++) await loop.step();
    expect([...loop.findings.values()].map(({ message }) => message)).toEqual([]);
    expect(loop.outcomes).toBeGreaterThan(1);
  });
});

describe('FuzzLoop', () => {
  const encoder = new TextEncoder();
  const target: FuzzTarget = {
    name: 'trap',
    seeds: [encoder.encode('a harmless line of text\n')],
    tokens: [encoder.encode('<*>')],
    run(input) {
      if (Buffer.from(input).includes('<*>')) throw new Error('trapped');
      return String(input.length % 7);
    },
  };

  it('finds what fails, and makes the input as small as it still fails', async () => {
    const loop = new FuzzLoop(target, 1);
    for (let run = 0; run < 300; run++) await loop.step();
    expect([...loop.findings.values()].map(({ input }) => Buffer.from(input).toString())).toEqual(['<*>']);
  });

  it('runs the same inputs for the same seed', async () => {
    const inputs = async (seed: number): Promise<string[]> => {
      const seen: string[] = [];
      const loop = new FuzzLoop(target, seed, (input) => seen.push(Buffer.from(input).toString('hex')));
      for (let run = 0; run < 50; run++) await loop.step();
      return seen;
    };
    expect(await inputs(5)).toEqual(await inputs(5));
    expect(await inputs(5)).not.toEqual(await inputs(6));
  });
});
