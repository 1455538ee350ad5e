import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SentinelError } from '#shared/base/errors.ts';
import {
  decodeRowArtifact,
  encodeRowArtifact,
  type RowArtifact,
} from '../../../../../src-main/models/model-file/row-artifact.ts';
import { Random } from '../../../../../src-main/models/random.ts';
import { fitRowModel, type RowDetector, scoreRowsBy } from '../../../../../src-main/models/table/row-model.ts';
import type { NamedColumn } from '../../../../../src-main/models/table/table-scaling.ts';
import { mutateJson } from '../../../../helpers/mutate-json.ts';

const { signal } = new AbortController();

function table(rows: number, seed: number): NamedColumn[] {
  const random = new Random(seed);
  const column = (name: string, size: number) => ({
    name,
    values: Float64Array.from({ length: rows }, () => size * random.next()),
  });
  return [column('bytes', 1e9), column('seconds', 1e-3), column('share', 1)];
}

async function artifactOf(detector: RowDetector): Promise<RowArtifact> {
  const { model } = await fitRowModel(table(200, 1), detector, { seed: 5, signal });
  return {
    name: 'readings',
    features: { code: 'rows 1', unitKind: 'row', session: null, windowSeconds: null, stepSeconds: null },
    model,
    training: {
      seed: 5,
      detectors: [detector],
      only: 'all',
      units: 200,
      leftOut: 0,
      events: 0,
      features: 3,
      templates: 0,
      fingerprint: 'ab'.repeat(32),
      fromNs: null,
      toNs: null,
      product: 'test',
    },
    metrics: {
      threshold: model.threshold,
      heldOutAlarmShare: 0.01,
      heldOutUnits: 200,
      detectors: [{ name: detector, fallback: null }],
      labelled: null,
    },
  };
}

describe.each<RowDetector>(['isolationForest', 'neighbours', 'ensemble'])(
  'model file of rows by %s',
  async (detector) => {
    const artifact = await artifactOf(detector);
    const { bytes, hash } = encodeRowArtifact(artifact);

    it('scores to the last bit as the model it was made from, read from gzip or from plain JSON', async () => {
      for (const file of [bytes, gunzipSync(bytes)]) {
        const decoded = decodeRowArtifact(file);
        expect(decoded.hash).toBe(hash);
        expect(encodeRowArtifact(decoded.artifact).hash).toBe(hash);
        const other = table(50, 9);
        expect(await scoreRowsBy(decoded.artifact.model, other, { signal })).toEqual(
          await scoreRowsBy(artifact.model, other, { signal }),
        );
      }
    });

    it('keeps how its rows were distributed; files made before that was kept are read too', () => {
      const reference = {
        features: [{ feature: 'share', edges: [0.5], counts: [0, 100, 100] }],
        scores: Array(20).fill(10),
      };
      const read = decodeRowArtifact(encodeRowArtifact({ ...artifact, reference }).bytes).artifact;
      expect(read.reference).toEqual(reference);
      expect(decodeRowArtifact(bytes).artifact.reference).toBeUndefined();
      const short = { ...reference, scores: [1] };
      expect(() => decodeRowArtifact(encodeRowArtifact({ ...artifact, reference: short }).bytes)).toThrow(
        /reference\.scores/,
      );
    });

    it('has the same bytes for the same training', async () => {
      expect(encodeRowArtifact(await artifactOf(detector))).toEqual({ bytes, hash });
    });

    it('is refused or scores with finite numbers, whatever was done to it', async () => {
      const json = gunzipSync(bytes).toString('utf8');
      const other = table(20, 5);
      let refused = 0;
      for (let seed = 1; seed <= 300; seed++) {
        try {
          const { artifact: mutant } = decodeRowArtifact(Buffer.from(mutateJson(json, new Random(seed))));
          const scores = await scoreRowsBy(mutant.model, other, { signal });
          expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        } catch (error) {
          if (!(error instanceof SentinelError)) throw error;
          expect(error.code).toBe('model.bad-file');
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(30);
    });
  },
);

describe('decodeRowArtifact', async () => {
  const artifact = await artifactOf('ensemble');
  const { model } = artifact;
  const forest = model.members.findIndex(({ member }) => member.kind === 'forest');
  const near = model.members.findIndex(({ member }) => member.kind === 'neighbours');

  /** The model with a part of one member replaced. */
  function withPart(at: number, part: 'trees' | 'samples', change: object): RowArtifact {
    const copy = structuredClone(model);
    Object.assign((copy.members[at]!.member as unknown as Record<string, object>)[part]!, change);
    return { ...artifact, model: copy };
  }

  it.each<[string, RowArtifact]>([
    ['model.columns', { ...artifact, model: { ...model, columns: ['bytes', 'bytes', 'seconds', 'share'] } }],
    ['model.scales[1].name', { ...artifact, model: { ...model, columns: ['bytes', 'share'] } }],
    ['model.scales[0].range', { ...artifact, model: { ...model, scales: [{ ...model.scales[0]!, range: 0 }] } }],
    [`model.members[${forest}].member.trees`, withPart(forest, 'trees', { roots: Int32Array.of(1_000_000) })],
    [`model.members[${near}].member.samples.rows`, withPart(near, 'samples', { rows: new Float32Array(5) })],
    [`model.members[${near}].member.samples.weights`, withPart(near, 'samples', { weights: new Float32Array(1) })],
  ])('names the field %s', (field, broken) => {
    expect(() => decodeRowArtifact(encodeRowArtifact(broken).bytes)).toThrow(
      expect.objectContaining({ code: 'model.bad-file', details: expect.objectContaining({ field }) }),
    );
  });
});
