import { describe, expect, it } from 'vitest';
import { mineTemplates } from '../../../src-main/parsing/template-miner.ts';
import { CaseMiner } from '../../../src-main/pipelines/templates/case-miner.ts';
import { mineContents } from '../../helpers/parsing.ts';

/** A word of letters for a number. */
const word = (number: number): string => String(number).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');

/** Contents with nothing in common, long enough that mining all of them takes a while. */
const shapes = mineContents(
  Array.from({ length: 4500 }, (_, i) =>
    Array.from({ length: 12 }, (__, k) => `${word(i * 41 + k)}="${word(k * 7919 + i)} ${i % 100}"`).join(', '),
  ).concat(Array.from({ length: 200 }, (_, i) => `user ${word(i)} logged in from <*> after ${i} ms \u{10000}`)),
).shapes;

describe('CaseMiner', () => {
  it('mines very many shapes on a thread: the same templates, and others go on meanwhile', async () => {
    const expected = mineTemplates(shapes);
    const miner = new CaseMiner();
    try {
      let beats = 0;
      const heart = setInterval(() => beats++, 10);
      const table = await miner.mine(shapes, []);
      clearInterval(heart);
      expect(table).toEqual(expected);
      expect(beats).toBeGreaterThan(5);
      const slices = await miner.mineSlices(shapes, []);
      expect(slices).toHaveLength(shapes.length);
    } finally {
      await miner.dispose();
    }
  });

  it('mines the same with a new thread after a rest', async () => {
    const miner = new CaseMiner();
    try {
      const table = await miner.mine(shapes, []);
      await miner.rest();
      expect(await miner.mine(shapes, [])).toEqual(table);
      // Nothing is under way: a rest in a rest is one.
      await miner.rest();
      await miner.rest();
    } finally {
      await miner.dispose();
    }
  });

  it('is ended by a signal in the middle of it, and mines again afterwards', async () => {
    const miner = new CaseMiner();
    try {
      // The thread is there and has shown what it can do, so that it is stopped while it mines.
      await miner.mine(shapes, []);
      const order: string[] = [];
      const stop = new AbortController();
      const told = (word: string) => () => void order.push(word);
      const stopped = miner.mine(shapes, [], stop.signal).finally(told('stopped'));
      const undisturbed = new CaseMiner();
      const mined = undisturbed.mine(shapes, []).finally(told('mined'));
      setTimeout(() => stop.abort(), 50);
      await expect(stopped).rejects.toMatchObject({ code: 'job.cancelled' });
      await mined;
      await undisturbed.dispose();
      expect(order).toEqual(['stopped', 'mined']);
      expect(await miner.mine(shapes, [])).toEqual(mineTemplates(shapes));
    } finally {
      await miner.dispose();
    }
  });

  it('applies hand edits there too, and says which one cannot be', async () => {
    const miner = new CaseMiner();
    try {
      const [first] = (await miner.mine(shapes, [])).templates;
      const edit = {
        kind: 'rename',
        createdMs: 0,
        editId: 'e1',
        template: first?.text ?? '',
        name: 'the first',
      } as const;
      expect((await miner.mine(shapes, [edit])).names?.get(first?.templateId ?? '')).toBe('the first');
      const bad = {
        kind: 'mask-pattern',
        createdMs: 0,
        editId: 'e2',
        pattern: '(',
        maskName: 'x',
        template: null,
      } as const;
      await expect(miner.mine(shapes, [bad])).rejects.toMatchObject({ code: 'templates.bad-pattern' });
    } finally {
      await miner.dispose();
    }
  });
});
