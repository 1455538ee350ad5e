import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shape } from '#shared/domain/template.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const shape: Shape = { shapeId: '00000000000000e1', parts: ['n ', ''], maskNames: ['number'] };
const T = 1_700_000_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ordered-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('an ordered case', () => {
  it('needs no list of ids to be paged, located and searched for severe events', async () => {
    const block = (first: number) =>
      Array.from({ length: 100 }, (_, i) => {
        const severity = [30, 130, 131].includes(first + i) ? 17 : 9;
        return eventLine(shape, [String(first + i)], { epochSeconds: T + first + i, severity });
      });
    const ordered = await openCase(join(folder, 'ordered'), { mode: 'create' });
    await fillCase(ordered, [{ path: 'a', blocks: [block(0), block(100)] }], [shape], null);
    const reader = await CaseReader.open(ordered, ordered.lakeDir);
    const index = await reader.eventIndex({});
    expect([index.ids, index.count]).toEqual([null, 200]);
    expect((await reader.eventPage(index, 99, 2)).map((event) => event.content)).toEqual(['n 99', 'n 100']);
    expect(await reader.locate(index, { timeNs: BigInt(T + 150) * 1_000_000_000n })).toBe(150);
    expect(await reader.locate(index, { timeNs: BigInt(T + 200) * 1_000_000_000n })).toBeNull();
    const next = (from: number, direction: 'forward' | 'backward') => reader.nextSevere(index, from, direction, 5);
    expect(await Promise.all([next(-1, 'forward'), next(30, 'forward'), next(131, 'forward')])).toEqual([
      30,
      130,
      null,
    ]);
    expect(await Promise.all([next(200, 'backward'), next(130, 'backward'), next(30, 'backward')])).toEqual([
      131,
      30,
      null,
    ]);
    reader.close();
    ordered.close();
  });
});
