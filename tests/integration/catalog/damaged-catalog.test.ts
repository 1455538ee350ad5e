import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SentinelError } from '#shared/base/errors.ts';
import type { Shape } from '#shared/domain/template.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const shape: Shape = { shapeId: '00000000000000f1', parts: ['n ', ''], maskNames: ['number'] };
const SEEDS = 120;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corrupt-'));
  const catalog = await openCase(join(folder, 'whole'), { mode: 'create' });
  const lines = Array.from({ length: 200 }, (_, i) => eventLine(shape, [String(i)], { epochSeconds: i }));
  await fillCase(catalog, [{ path: 'a', blocks: [lines, lines] }], [shape], {
    templates: [{ templateId: 't', text: 'n <*>', parts: ['n ', ''], maskNames: ['number'] }],
    alignments: [{ shapeId: shape.shapeId, templateId: 't', wildcards: [[{ index: 0 }]] }],
  });
  catalog.close();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A small generator of our own, so that a failing seed can be run again. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9) >>> 0;
    return state / 2 ** 32;
  };
}

function damage(bytes: Buffer, seed: number): Buffer {
  const random = randomOf(seed);
  const at = Math.floor(random() * bytes.length);
  if (seed % 4 === 0) return bytes.subarray(0, at);
  if (seed % 4 === 1) return bytes.fill(0, at - (at % 4096), at - (at % 4096) + 4096);
  for (let i = 0; i < 1 + (seed % 3) * 10; i++)
    bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  return bytes;
}

describe('a damaged catalog', () => {
  it('never crashes: it opens, or says by name what is wrong', async () => {
    const whole = join(folder, 'whole');
    const bytes = await readFile(join(whole, 'catalog.sqlite'));
    const outcomes = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed++) {
      const caseDir = join(folder, `seed-${seed}`);
      await cp(whole, caseDir, { recursive: true });
      await writeFile(join(caseDir, 'catalog.sqlite'), damage(Buffer.from(bytes), seed));
      let outcome: string;
      try {
        const catalog = await openCase(caseDir, { mode: seed % 2 === 0 ? 'read' : 'write' });
        try {
          catalog.manifest();
          outcome = catalog.checkIntegrity().length > 0 ? 'reported' : 'sound';
        } finally {
          catalog.close();
        }
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(SentinelError);
        outcome = (error as SentinelError).code;
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      await rm(caseDir, { recursive: true });
    }
    expect([...outcomes.keys()].filter((outcome) => !/^(sound|reported|catalog\..*)$/.test(outcome))).toEqual([]);
    expect(outcomes.get('catalog.corrupt') ?? 0).toBeGreaterThan(SEEDS / 4);
  });
});
