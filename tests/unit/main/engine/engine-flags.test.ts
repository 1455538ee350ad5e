import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINE_FLAGS } from '../../../../src-main/engine/engine-flags.ts';

describe('the options of V8 for the engine', () => {
  it('are known to the Node the project runs on', () => {
    expect(execFileSync(process.execPath, [...ENGINE_FLAGS, '-p', '6 * 7'], { encoding: 'utf8' }).trim()).toBe('42');
  });

  it('are those of the command line too, which reads in its own process', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['cli']).toBe(`node ${ENGINE_FLAGS.join(' ')} out/main/cli.js`);
  });
});
