import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRAIN_SHOP, openModelLogs } from './model-logs.ts';

const { folder, home, cli } = openModelLogs();

interface StoredDetector {
  readonly name: string;
  readonly state: { model: string; readonly parameters: { readonly trees: Record<'threshold' | 'left', object> } };
}

/** An array as model files hold it. */
const packed = ($array: string, length: number, base64: string): object => ({ $array, length, base64 });

describe('the registry of models', () => {
  beforeAll(async () => {
    for (const number of [1, 2]) expect((await cli([...TRAIN_SHOP, ...home])).stdout).toBe(`shop:${number}\n`);
    await cli(['models', 'export', 'shop:1', '--out', 'shop.model', ...home]);
  });

  it('promotes, rolls back and deletes', async () => {
    const champion = async () => {
      const { stdout } = await cli(['models', 'show', 'shop', '--json', ...home]);
      return (JSON.parse(stdout) as { version: { number: number } }).version.number;
    };
    expect((await cli(['models', 'promote', 'shop', ...home])).exitCode).toBe(0);
    expect(await champion()).toBe(2);
    expect((await cli(['models', 'rollback', 'shop', ...home])).exitCode).toBe(0);
    expect(await champion()).toBe(1);
    const refused = await cli(['models', 'delete', 'shop:1', ...home]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is the champion') });
    expect((await cli(['models', 'delete', 'shop:2', ...home])).exitCode).toBe(0);
    const listed = await cli(['models', ...home]);
    expect(listed.stdout).toContain('shop:1');
    expect(listed.stdout).not.toContain('shop:2');
  });

  it('refuses a damaged model file by file and field, and the former champion stays', async () => {
    const bytes = readFileSync(join(folder, 'shop.model'));
    writeFileSync(join(folder, 'cut.model'), bytes.subarray(0, 1000));
    writeFileSync(join(folder, 'text.model'), '{"format":"log-sentinel-model","formatVersion":1,"name":"x"}');
    const changed = (file: string, change: (detector: StoredDetector) => void): string => {
      const model = JSON.parse(gunzipSync(bytes).toString('utf8')) as { fitted: { detectors: StoredDetector[] } };
      change(model.fitted.detectors.find(({ name }) => name === 'isolationForest')!);
      writeFileSync(join(folder, file), JSON.stringify(model));
      return file;
    };
    const older = JSON.parse(gunzipSync(bytes).toString('utf8')) as { features: { code: string } };
    older.features.code = 'features 2, templates 2';
    writeFileSync(join(folder, 'older.model'), JSON.stringify(older));
    const numbers = (values: readonly number[]) => Buffer.from(Float64Array.from(values).buffer).toString('base64');
    for (const [file, why] of [
      ['cut.model', /cut\.model.*damaged gzip/],
      ['text.model', /text\.model.*features/],
      ['older.model', /older\.model.*features\.code is "features 2, templates 2".*Train it again/],
      [
        changed('shape.model', ({ state }) => (state.parameters.trees.threshold = packed('f64', 1, numbers([1])))),
        /shape\.model.*trees\.threshold has another length.*again\. \[/,
      ],
      [
        changed(
          'nan.model',
          ({ state }) => (state.parameters.trees.threshold = packed('f64', 1, numbers([Number.NaN]))),
        ),
        /nan\.model.*trees\.threshold\[0\] is not a finite/,
      ],
      [changed('type.model', ({ state }) => (state.model = 'pickle')), /type\.model.*state\.model/],
      [
        changed('size.model', ({ state }) => (state.parameters.trees.left = packed('i32', 4e9, ''))),
        /size\.model.*trees\.left\.length/,
      ],
    ] as const) {
      const { exitCode, stderr, stdout } = await cli(['models', 'import', file, '--name', 'shop', ...home]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(why);
      expect(stderr).toContain('model.bad-file');
    }
    const { stdout } = await cli(['models', 'show', 'shop', '--json', ...home]);
    expect(JSON.parse(stdout)).toMatchObject({ version: { number: 1, aliases: ['champion'] } });
  });
});
