import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TemplatePatch, templatePatchSchema } from '#shared/domain/template-edit.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home'), '--quiet'];

const PATCH: TemplatePatch = {
  format: 'log-sentinel/template-edits',
  version: 1,
  edits: [
    { editId: 'a', createdMs: 1, kind: 'mask-pattern', pattern: 'order \\w+-\\d+', maskName: 'order', template: null },
    {
      editId: 'b',
      createdMs: 2,
      kind: 'split-values',
      template: 'answered <*> in <*> ms',
      wildcard: 0,
      values: ['503'],
      except: [],
    },
    {
      editId: 'c',
      createdMs: 3,
      kind: 'merge',
      members: ['cache is warm', 'cache is cold'],
      into: 'cache is <*>',
      except: [],
    },
    { editId: 'd', createdMs: 4, kind: 'rename', template: 'answered 503 in <*> ms', name: 'Unavailable' },
  ],
};

/** Large enough for several threads to be started. */
function writeDump(name: string, lines: number): string {
  const path = join(folder, name);
  const padding = 'x'.repeat(30);
  const texts = Array.from({ length: lines }, (_, i) => {
    const time = new Date(Date.UTC(2024, 4, 1) + i * 100).toISOString();
    const contents = [
      `answered ${[200, 503, 404][i % 3]} in ${i % 90} ms`,
      `cache is ${['warm', 'cold', 'lukewarm'][i % 3]}`,
      `paid order eu-${i} with ${padding}`,
      `idle worker ${i}`,
    ];
    return `${time} INFO shop: ${contents[i % contents.length]}`;
  });
  writeFileSync(path, `${texts.join('\n')}\n`);
  return path;
}

interface Summary {
  readonly templates: readonly { readonly template: string; readonly name: string | null; readonly count: number }[];
  readonly health: { readonly verdict: string; readonly edits: number; readonly templates: number };
}

const run = (...args: string[]) => runCli(['templates', ...args, ...home], { cwd: folder });

describe('templates --edits', () => {
  const patchPath = join(folder, 'edits.json');
  writeFileSync(patchPath, JSON.stringify(PATCH));

  it('applies a file of edits to a dump, and tells the health of the outcome', async () => {
    writeDump('small.log', 240);
    const { stdout, exitCode, stderr } = await run('small.log', '--edits', patchPath, '--json', '--out', 'small.csv');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { templates, health } = JSON.parse(stdout) as Summary;
    const found = Object.fromEntries(templates.map(({ template, name, count }) => [template, { name, count }]));
    expect(found).toEqual({
      'answered 503 in <*> ms': { name: 'Unavailable', count: 20 },
      'answered <*> in <*> ms': { name: null, count: 40 },
      'cache is <*>': { name: null, count: 60 },
      'idle worker <*>': { name: null, count: 60 },
      [`paid <*> with ${'x'.repeat(30)}`]: { name: null, count: 60 },
    });
    expect(health).toMatchObject({ edits: 4, templates: 5 });
    const rows = readFileSync(join(folder, 'small.csv'), 'utf8').trimEnd().split('\n').slice(1);
    expect(rows.filter((row) => row.endsWith(',answered 503 in <*> ms'))).toHaveLength(20);
  });

  it('gives the same bytes with one thread and with two', async () => {
    writeDump('large.log', 60_000);
    const runs = [];
    for (const threads of ['1', '2']) {
      const out = `large-${threads}.csv`;
      const { exitCode } = await run('large.log', '--edits', patchPath, '--threads', threads, '--out', out);
      expect(exitCode).toBe(0);
      runs.push(readFileSync(join(folder, out)));
    }
    expect(runs[0]!.equals(runs[1]!)).toBe(true);
    expect(runs[0]!.toString().split('\n')).toHaveLength(60_000 + 2);
  });

  it('writes the edits of a case for another one', async () => {
    writeDump('third.log', 24);
    const { exitCode } = await run(
      'third.log',
      '--edits',
      patchPath,
      '--export-edits',
      'out.json',
      '--out',
      'third.csv',
    );
    expect(exitCode).toBe(0);
    expect(templatePatchSchema.parse(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')))).toEqual(PATCH);
  });

  it('refuses a file that holds no edits, and a pattern that is none', async () => {
    writeDump('fourth.log', 8);
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...PATCH, version: 2 }));
    const wrong = await run('fourth.log', '--edits', 'wrong.json');
    expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/wrong\.json is not a file of template edits: version/);
    expect((await run('fourth.log', '--edits', 'nowhere.json')).exitCode).toBe(2);
    const [mask] = PATCH.edits;
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...PATCH, edits: [{ ...mask, pattern: '(open' }] }));
    const bad = await run('fourth.log', '--edits', 'bad.json');
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toMatch(/pattern \(open cannot be used/);
  });
});
