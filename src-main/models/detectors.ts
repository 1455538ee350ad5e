import { ModelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel } from './anomaly-model.ts';
import type { RawScale } from './calibration.ts';
import { CadenceModel } from './cadence.ts';
import { IsolationForest } from './isolation-forest.ts';
import { LstmAutoencoder } from './lstm/lstm-model.ts';
import { NearestPattern } from './nearest-pattern.ts';
import { NoveltyModel } from './novelty.ts';
import { StatisticalBaseline } from './statistical-baseline.ts';

/** A detector as the registry knows it. */
export interface DetectorDefinition {
  readonly name: string;
  /** One line for help and panels. */
  readonly title: string;
  readonly scale: RawScale;
  /** Share in the ensemble; 0: only when asked for by name. */
  readonly weight: DetectorWeight;
  readonly create: (unitKind: UnitKind) => AnomalyModel;
  /** Begins what takes a while before a fit can; called as soon as the units are known, of which there may be no features yet. */
  readonly prepare?: (units: KnownUnits) => void;
}

export type UnitKind = 'window' | 'session';

/** Units that features are made for. */
export type KnownUnits = Pick<FeatureTable['units'], 'kind' | 'length'>;

/** What an opinion is worth depends on the units and on what was learned from. */
export interface DetectorWeight {
  readonly window: number;
  /** Sessions that may hold anomalies. */
  readonly session: number;
  /** Sessions by a model that was trained on usual ones only. */
  readonly usualSession: number;
}

const FULL: DetectorWeight = { window: 1, session: 1, usualSession: 1 };

/**
 * Every detector, the fallback first. A network learns repeated anomalies like anything else that repeats, and rare usual
 * orders are its false alarms: it counts little, so that alone it raises an alarm only where it is far more surprised
 * than others have to be. Its weights are the largest that take nothing from the others on labelled logs.
 */
export const DETECTORS: readonly DetectorDefinition[] = [
  {
    name: 'baseline',
    title: 'Each feature against its usual level',
    scale: 'surprise',
    weight: FULL,
    create: () => new StatisticalBaseline(),
  },
  {
    name: 'novelty',
    title: 'Templates, transitions and combinations hardly ever seen',
    scale: 'surprise',
    weight: FULL,
    create: () => new NoveltyModel(),
  },
  {
    name: 'isolationForest',
    title: 'Features together: how easily a unit is isolated from all others',
    scale: 'free',
    weight: FULL,
    // Sessions repeat a few patterns, so small samples would never hold the rare ones that stand for them.
    create: (unitKind) => new IsolationForest({ maxSamples: unitKind === 'session' ? 'all' : 256 }),
  },
  {
    name: 'cadence',
    title: 'What was due and did not come: heartbeats, timetables, answers to requests',
    scale: 'surprise',
    weight: { window: 0.5, session: 0, usualSession: 0 },
    create: () => new CadenceModel(),
  },
  {
    name: 'nearestPattern',
    title: 'Counts of a session against the nearest usual session (needs training on usual ones)',
    scale: 'free',
    weight: { window: 0, session: 0, usualSession: 1 },
    create: () => new NearestPattern(),
  },
  {
    name: 'lstmAutoencoder',
    title: 'The order of events, or of windows: how badly a trained network rebuilds it',
    scale: 'ranked',
    weight: { window: 0.05, session: 0.02, usualSession: 0.03 },
    create: () => new LstmAutoencoder(),
    prepare: (units) => LstmAutoencoder.prepare(units),
  },
];

/** Name under which the joined score is stored. */
export const ENSEMBLE = 'ensemble';

/** A detector with its share in the ensemble at hand. */
export interface ChosenDetector {
  readonly definition: DetectorDefinition;
  readonly weight: number;
}

/**
 * The detectors for some units, with their weights.
 * @param names Null: all that are of use; those asked for by name count in full if they would not otherwise.
 * @throws ModelError `model.unknown-detector`
 */
export function detectorsFor(
  names: readonly string[] | null,
  { unitKind, isUsual }: { readonly unitKind: UnitKind; readonly isUsual: boolean },
): ChosenDetector[] {
  const situation = unitKind === 'session' && isUsual ? 'usualSession' : unitKind;
  const chosen = selectDetectors(names).map((definition) => ({ definition, weight: definition.weight[situation] }));
  const useful = chosen.filter(({ weight }) => weight > 0);
  if (names === null) return useful;
  return chosen.map(({ definition, weight }) => ({ definition, weight: weight > 0 ? weight : 1 }));
}

/** Further names people give them, without hyphens and in small letters. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  forest: 'isolationForest',
  lstm: 'lstmAutoencoder',
  statistical: 'baseline',
};

/**
 * @param names However they are written: `isolation-forest`, `LSTM`.
 * @returns Definitions in registry order. @throws ModelError `model.unknown-detector` naming the known ones.
 */
export function selectDetectors(names: readonly string[] | null): DetectorDefinition[] {
  const wanted = new Set((names ?? []).map(knownName));
  wanted.delete(ENSEMBLE);
  return wanted.size === 0 ? [...DETECTORS] : DETECTORS.filter((definition) => wanted.has(definition.name));
}

function knownName(name: string): string {
  const plain = name.replaceAll(/[-_]/g, '').toLowerCase();
  if (plain === ENSEMBLE) return ENSEMBLE;
  const definition = DETECTORS.find((one) => one.name.toLowerCase() === plain || one.name === OTHER_NAMES[plain]);
  if (definition !== undefined) return definition.name;
  const known = DETECTORS.map((one) => one.name).join(', ');
  throw new ModelError('model.unknown-detector', `There is no detector ${name}. Known: ${known}.`, {
    details: { name },
  });
}
