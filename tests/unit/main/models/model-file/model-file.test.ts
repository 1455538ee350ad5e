import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeArtifact } from '../../../../../src-main/models/model-file/decode-artifact.ts';
import { encodeArtifact } from '../../../../../src-main/models/model-file/encode-artifact.ts';
import { Random } from '../../../../../src-main/models/random.ts';
import { scoreWith } from '../../../../../src-main/models/score-units.ts';
import { artifactTable, makeArtifact } from '../../../../helpers/model-artifacts.ts';
import { mutateJson } from '../../../../helpers/mutate-json.ts';

type Json = Record<string, unknown>;

const KINDS = ['session', 'window'] as const;
const encoded = Object.fromEntries(
  await Promise.all(KINDS.map(async (kind) => [kind, encodeArtifact(await makeArtifact(kind))] as const)),
) as Record<(typeof KINDS)[number], ReturnType<typeof encodeArtifact>>;

/** The file with one value replaced; the path is as errors name it. */
function withValue(kind: (typeof KINDS)[number], path: string, value: unknown): Uint8Array {
  const file = JSON.parse(gunzipSync(encoded[kind].bytes).toString('utf8')) as Json;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  let parent: Json = file;
  for (const key of keys.slice(0, -1)) parent = parent[key] as Json;
  parent[keys.at(-1)!] = value;
  return Buffer.from(JSON.stringify(file));
}

describe.each(KINDS)('model file of %ss', (kind) => {
  it('scores to the last bit as the model it was made from, read from gzip or from plain JSON', async () => {
    const original = await makeArtifact(kind);
    const { bytes, hash } = encoded[kind];
    for (const file of [bytes, gunzipSync(bytes)]) {
      const decoded = decodeArtifact(file);
      expect(decoded.hash).toBe(hash);
      for (const seed of [1, 9]) {
        const scored = scoreWith(decoded.artifact.fitted, artifactTable(kind, seed));
        expect(scored.scores).toEqual(scoreWith(original.fitted, artifactTable(kind, seed)).scores);
      }
      const { fitted: _fitted, ...rest } = original;
      expect(decoded.artifact).toMatchObject(rest);
      expect(decoded.artifact.fitted.autoThreshold).toEqual(original.fitted.autoThreshold);
    }
  });

  it('has the same bytes for the same training', async () => {
    expect(encodeArtifact(await makeArtifact(kind))).toEqual(encoded[kind]);
  });

  it('is refused or scores with finite numbers, whatever was done to it', () => {
    const json = gunzipSync(encoded[kind].bytes).toString('utf8');
    const table = artifactTable(kind, 5);
    let refused = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const mutant = mutateJson(json, new Random(seed));
      try {
        const { artifact } = decodeArtifact(Buffer.from(mutant));
        const { scores, detectors } = scoreWith(artifact.fitted, table);
        for (const values of [scores, ...detectors.map((detector) => detector.scores)]) {
          expect(values.every((score) => score >= 0 && score <= 1)).toBe(true);
        }
      } catch (error) {
        expect(error, `seed ${seed}`).toMatchObject({
          code: expect.stringMatching(/^model\.(bad-file|shape-mismatch|bad-score)$/),
        });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

describe('decodeArtifact', () => {
  const f64 = (values: readonly number[], length = values.length) => ({
    $array: 'f64',
    length,
    base64: Buffer.from(Float64Array.from(values).buffer).toString('base64'),
  });

  it.each([
    ['format', 'pickle', 'format is not that of a model file'],
    ['formatVersion', 3, 'formatVersion is none that can be read here: 1 or 2'],
    ['extra', 1, 'extra'],
    ['features.unitKind', 'galaxy', 'features.unitKind'],
    ['fitted.detectors', [], 'fitted.detectors'],
    ['fitted.detectors[0].state.model', 'constructor', 'fitted.detectors[0].state.model'],
    ['fitted.detectors[0].calibration.slope', -1, 'fitted.detectors[0].calibration.slope'],
    ['fitted.detectors[0].calibration.raw', [3, 2], 'fitted.detectors[0].calibration.raw'],
    ['fitted.detectors[0].state.parameters.sessions[0].steps', 5, 'fitted.detectors[0].state.sessions.0.steps'],
    ['fitted.detectors[2].state.parameters.maxSamples', 0, 'fitted.detectors[2].state.maxSamples'],
    ['fitted.detectors[2].state.parameters.trees.roots', f64([]), 'fitted.detectors[2].state.trees.roots'],
    ['fitted.detectors[2].state.parameters.trees.left', f64([1, 2], 1e9), 'trees.left.length'],
    ['fitted.detectors[2].state.parameters.trees.left', f64([1, 2], 3), 'trees.left holds 16 bytes for 3 entries'],
    ['fitted.detectors[2].state.parameters.trees.threshold', f64([Number.NaN]), 'trees.threshold[0] is not a finite'],
    ['fitted.detectors[2].state.parameters.trees.left', { $array: 'float128', length: 0, base64: '' }, 'left.$array'],
    ['templates.shapeTemplates', { $array: 'u32', length: 1, base64: 'CQAAAA==' }, 'templates.shapeTemplates[0]'],
    ['templates.list[0].templateId', '../../etc/passwd', 'templates.list[0].templateId'],
    ['reference.scores', [1, 2], 'reference.scores'],
  ])('refuses %s = %j, naming the field', (path, value, named) => {
    expect(() => decodeArtifact(withValue('session', path, value))).toThrow(
      expect.objectContaining({ code: 'model.bad-file', message: expect.stringContaining(named) }),
    );
  });

  it('refuses numbers that overflow, deep nesting, prototype keys and what is not JSON', () => {
    const json = gunzipSync(encoded.session.bytes).toString('utf8');
    const refusals: readonly (readonly [string | Uint8Array, RegExp])[] = [
      [json.replace(/"seed":\d+/, '"seed":1e999'), /training\.seed is not a finite number/],
      ['['.repeat(50_000) + ']'.repeat(50_000), /deeper than/],
      [json.replace('{', '{"__proto__":{"polluted":1},'), /__proto__ is no name/],
      [json.slice(0, -20), /not JSON/],
      ['', /not JSON/],
      [encoded.session.bytes.slice(0, -30), /damaged gzip/],
      [gzipSync(Buffer.alloc(257 * 2 ** 20), { level: 1 }), /unpacks to more/],
    ];
    for (const [text, why] of refusals) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      expect(() => decodeArtifact(bytes), String(why)).toThrow(why);
    }
    expect('polluted' in {}).toBe(false);
  });
});
