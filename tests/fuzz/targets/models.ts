import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { ModelError } from '#shared/base/errors.ts';
import { decodeArtifact } from '../../../src-main/models/model-file/decode-artifact.ts';
import { encodeArtifact } from '../../../src-main/models/model-file/encode-artifact.ts';
import { decodeRowArtifact } from '../../../src-main/models/model-file/row-artifact.ts';
import { scoreWith } from '../../../src-main/models/score-units.ts';
import { artifactTable, makeArtifact } from '../../helpers/model-artifacts.ts';
import { mutateJson } from '../../helpers/mutate-json.ts';
import { type FuzzTarget, randomOf } from '../fuzz-target.ts';

const encoder = new TextEncoder();
const TOKENS = [
  'null',
  '-1',
  '1e999',
  '[]',
  '{}',
  '""',
  '"__proto__":',
  '4294967296',
  '"f32:',
  'AAAA',
  'NaN',
  ',',
  ':',
  '[[',
];
const CODES = /^model\.(?:bad-file|bad-state|shape-mismatch|bad-score)$/;

/** Model files as data nobody vouches for: refused with the field, or finite scores. */
export async function modelTarget(): Promise<FuzzTarget> {
  const files = await Promise.all(
    (['session', 'window'] as const).map(async (kind) => encodeArtifact(await makeArtifact(kind))),
  );
  const tables = { session: artifactTable('session', 5), window: artifactTable('window', 5) };
  // A digit in front says what else is done: mutations of text alone would hardly ever get past the syntax.
  const seeds = files.flatMap(({ bytes }) => [bytes, Buffer.concat([Buffer.from('~'), gunzipSync(bytes)])]);
  return {
    name: 'models',
    seeds,
    tokens: TOKENS.map((token) => encoder.encode(token)),
    run(input) {
      const bytes = Buffer.from(input);
      let file: Buffer = bytes;
      if (bytes[0] === 0x7e) {
        // The whole file does not fit an input: the bytes choose the change instead.
        const random = randomOf(input);
        const chosen = files[random.below(files.length)]?.bytes as Uint8Array;
        let json = gunzipSync(chosen).toString('utf8');
        for (let changes = 1 + random.below(3); changes > 0; changes--) json = mutateJson(json, random);
        file = Buffer.from(json);
      }
      try {
        const { artifact } = decodeArtifact(file);
        const { scores, detectors } = scoreWith(artifact.fitted, tables[artifact.fitted.unitKind]);
        for (const values of [scores, ...detectors.map((detector) => detector.scores)]) {
          assert.ok(
            values.every((score) => score >= 0 && score <= 1),
            'scores lie in [0, 1]',
          );
        }
      } catch (error) {
        assert.ok(
          error instanceof ModelError && CODES.test(error.code),
          String(error instanceof Error ? error.stack : error),
        );
        return error.message.replaceAll(/"[^"]*"|\d+/g, '').slice(0, 80);
      }
      try {
        decodeRowArtifact(file);
      } catch (error) {
        assert.ok(error instanceof ModelError, String(error));
      }
      return 'scored';
    },
  };
}
