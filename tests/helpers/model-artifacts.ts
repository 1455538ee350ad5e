import { fitDetectors } from '../../src-main/models/fit-detectors.ts';
import type { ModelArtifact } from '../../src-main/models/model-file/model-artifact.ts';
import { Random } from '../../src-main/models/random.ts';
import { fitReference } from '../../src-main/models/reference-distribution.ts';
import { scoreWith } from '../../src-main/models/score-units.ts';
import type { FeatureTable } from '../../src-shared/domain/feature-table.ts';
import { countColumn, sampleColumn, sessionTable, windowTable } from './feature-tables.ts';

/** A table with a template every unit has, one some have, a transition and (windows) a mean; the last unit is odd. */
export function artifactTable(kind: 'window' | 'session', seed = 1, length = 150): FeatureTable {
  const random = new Random(seed);
  const counts = (spread: number) => Array.from({ length }, () => random.below(spread));
  const common = counts(4).map((count, i) => (i === length - 1 ? 60 : 2 + count));
  const columns = [
    countColumn('a', common),
    countColumn('b', counts(2)),
    countColumn('b', counts(3), { previousTemplateId: 'a' }),
  ];
  if (kind === 'session') return sessionTable(columns);
  const means = Array.from({ length }, () => 3 + random.next());
  return windowTable([
    ...columns,
    sampleColumn(
      'mean',
      'took',
      means,
      means.map(() => 20),
    ),
  ]);
}

/** A small model as training makes it. */
export async function makeArtifact(kind: 'window' | 'session', name = 'small'): Promise<ModelArtifact> {
  const table = artifactTable(kind);
  const fitted = await fitDetectors(table, { detectors: null, randomState: 1, calibrateOn: 'heldOut' });
  const isWindow = kind === 'window';
  return {
    name,
    features: {
      code: 'features 1, templates 1',
      unitKind: kind,
      session: isWindow ? null : 'req-\\d+',
      windowSeconds: isWindow ? 60 : null,
      stepSeconds: isWindow ? 60 : null,
    },
    plan: { numbers: [], keys: [], links: [] },
    templates: {
      templates: [
        { templateId: '00000000000000aa', text: 'took <*> ms', parts: ['took ', ' ms'], maskNames: ['number'] },
      ],
      shapes: new Map([['ffffffffffffff01', 0]]),
    },
    fitted,
    reference: fitReference(table, scoreWith(fitted, table).scores),
    training: {
      seed: 1,
      detectors: null,
      only: 'all',
      units: table.units.length,
      leftOut: 0,
      events: 1000,
      features: table.columns.length,
      templates: 1,
      fingerprint: '0'.repeat(64),
      fromNs: '0',
      toNs: '1000',
      product: '0.1.0',
    },
    metrics: {
      threshold: fitted.autoThreshold.threshold,
      heldOutAlarmShare: 0,
      heldOutUnits: 30,
      detectors: fitted.detectors.map(({ name: detector, fallback }) => ({ name: detector, fallback })),
      labelled: null,
    },
  };
}
