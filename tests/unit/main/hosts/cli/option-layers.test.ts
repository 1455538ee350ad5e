import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OptionValues, resolveOptions } from '../../../../../src-main/hosts/cli/option-layers.ts';
import { createProgram } from '../../../../../src-main/hosts/cli/program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-sentinel-options-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function config(text: string): string {
  const path = join(folder, 'config.yaml');
  writeFileSync(path, text);
  return path;
}

async function resolveLine(line: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<OptionValues> {
  let values: OptionValues = {};
  const run = async (command: Command) => {
    values = resolveOptions(command, environment);
  };
  await createProgram({ version: '0', run }).parseAsync([...line], { from: 'user' });
  return values;
}

describe('options', () => {
  it('come from the file, then variables, then the command line', async () => {
    const path = config('threads: 2\nanalyze:\n  window: 30s\n  step: 10s\n  detectors: [a, b]\n');
    expect(await resolveLine(['analyze', 'x', '--config', path])).toMatchObject({
      threads: 2,
      window: 30,
      step: 10,
      detectors: ['a', 'b'],
    });
    const environment = { LOG_SENTINEL_THREADS: '3', LOG_SENTINEL_WINDOW: '1m', LOG_SENTINEL_CONFIG: path };
    const values = await resolveLine(['analyze', 'x', '--threads', '4'], environment);
    expect(values).toMatchObject({ threads: 4, window: 60, step: 10 });
  });

  it('take a section only for its own command', async () => {
    const path = config('seed: 5\nanalyze: { window: 30s }\ngenerate: { events: 7000, seed: 9 }\n');
    const values = await resolveLine(['generate', '--out', 'x', '--config', path]);
    expect(values).toMatchObject({ seed: 9, events: 7000 });
    expect(values).not.toHaveProperty('window');
  });

  it('read flags of either sense', async () => {
    const path = config('json: true\nserve: { open: false }\n');
    expect(await resolveLine(['serve', '--config', path])).toMatchObject({ json: true, open: false });
    expect(await resolveLine(['serve'], { LOG_SENTINEL_QUIET: '1' })).toMatchObject({ quiet: true, open: true });
  });

  it('are recognised before and after the command, and beside lists of paths', async () => {
    const values = await resolveLine([
      '--quiet',
      'analyze',
      'a',
      '--baseline',
      'b',
      'c',
      '--json',
      '--date-order',
      'mdy',
    ]);
    expect(values).toMatchObject({ quiet: true, json: true, baseline: ['b', 'c'], dateOrder: 'mdy' });
  });

  it.each([
    ['an unknown name', 'treads: 2\n', /unknown option: treads/],
    ['an unknown name in a section', 'analyze: { widow: 1s }\n', /unknown option: widow/],
    ['an option of another command in a section', 'analyze: { events: 5 }\n', /unknown option: events/],
    ['a bad value', 'threads: many\n', /threads: .*whole number/],
    ['a bad flag', 'json: maybe\n', /true or false/],
    ['text that is not YAML', 'a: [1\n', /not YAML/],
    ['a list', '- 1\n', /option names and values/],
  ])('refuse a file with %s', async (_, text, message) => {
    const refused = resolveLine(['analyze', 'x', '--config', config(text)]);
    await expect(refused).rejects.toMatchObject({
      code: 'cli.usage',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuse a file that cannot be read and a bad variable', async () => {
    await expect(resolveLine(['doctor', '--config', join(folder, 'none.yaml')])).rejects.toThrow(/cannot be read/);
    await expect(resolveLine(['doctor'], { LOG_SENTINEL_SEED: '-1' })).rejects.toThrow(/LOG_SENTINEL_SEED/);
  });
});
