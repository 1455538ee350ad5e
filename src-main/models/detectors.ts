import { ModelError } from '#shared/base/errors.ts';
import type { AnomalyModel } from './anomaly-model.ts';
import type { RawScale } from './calibration.ts';
import { IsolationForest } from './isolation-forest.ts';
import { NoveltyModel } from './novelty.ts';
import { StatisticalBaseline } from './statistical-baseline.ts';

/** A detector as the registry knows it. */
export interface DetectorDefinition {
  readonly name: string;
  /** One line for help and panels. */
  readonly title: string;
  readonly scale: RawScale;
  /** Share in the ensemble. */
  readonly weight: number;
  readonly create: (unitKind: 'window' | 'session') => AnomalyModel;
}

/** Every detector, the fallback first. */
export const DETECTORS: readonly DetectorDefinition[] = [
  {
    name: 'baseline',
    title: 'Each feature against its usual level',
    scale: 'surprise',
    weight: 1,
    create: () => new StatisticalBaseline(),
  },
  {
    name: 'novelty',
    title: 'Templates, transitions and combinations hardly ever seen',
    scale: 'surprise',
    weight: 1,
    create: () => new NoveltyModel(),
  },
  {
    name: 'isolationForest',
    title: 'Features together: how easily a unit is isolated from all others',
    scale: 'free',
    weight: 1,
    // Sessions repeat a few patterns, so small samples would never hold the rare ones that stand for them.
    create: (unitKind) => new IsolationForest({ maxSamples: unitKind === 'session' ? 'all' : 256 }),
  },
];

/** Name under which the joined score is stored. */
export const ENSEMBLE = 'ensemble';

/** @returns Definitions in registry order. @throws ModelError `model.unknown-detector` naming the known ones. */
export function selectDetectors(names: readonly string[] | null): DetectorDefinition[] {
  if (names === null) return [...DETECTORS];
  const wanted = new Set(names);
  wanted.delete(ENSEMBLE);
  for (const name of wanted) {
    if (DETECTORS.some((definition) => definition.name === name)) continue;
    const known = DETECTORS.map((definition) => definition.name).join(', ');
    throw new ModelError('model.unknown-detector', `There is no detector ${name}. Known: ${known}.`, {
      details: { name },
    });
  }
  return wanted.size === 0 ? [...DETECTORS] : DETECTORS.filter((definition) => wanted.has(definition.name));
}
