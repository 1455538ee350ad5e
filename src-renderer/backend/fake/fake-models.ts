import type { z } from 'zod';
import { ContractError } from '#shared/base/errors.ts';
import type { modelObservationSchema, modelVersionSchema } from '#shared/contract/model-versions.ts';

type Version = z.infer<typeof modelVersionSchema>;
type Observation = z.infer<typeof modelObservationSchema>;

const NOW = 1_782_050_000_000;
const HASH = '0123456789abcdef'.repeat(4);

function versionOf(number: number, f1: number | null, aliases: Version['aliases']): Version {
  return {
    name: 'shop',
    number,
    createdAtMs: NOW - (4 - number) * 86_400_000,
    origin: 'trained',
    parent: null,
    aliases,
    artifactHash: HASH,
    sizeBytes: 412_000 + number,
    features: { code: 'features 1', unitKind: 'window', session: null, windowSeconds: 60, stepSeconds: 60 },
    training: {
      seed: 1,
      detectors: null,
      only: f1 === null ? 'all' : 'normal',
      units: 1440,
      leftOut: f1 === null ? 0 : 12,
      events: 40_000,
      features: 318,
      templates: 13,
      fingerprint: HASH,
      fromNs: null,
      toNs: null,
      product: '0.1.0',
    },
    metrics: {
      threshold: 0.62,
      heldOutAlarmShare: 0.004,
      heldOutUnits: 288,
      detectors: [
        { name: 'baseline', fallback: null },
        { name: 'isolationForest', fallback: null },
      ],
      labelled: f1 === null ? null : { precision: f1 + 0.02, recall: f1 - 0.02, f1, rocAuc: 0.98, prAuc: 0.9 },
    },
    trainSeconds: 3.4,
    hasMemory: true,
  };
}

const OBSERVATION: Observation = {
  name: 'shop',
  number: 2,
  atMs: NOW,
  source: '/cases/shop-2026-06-21.sentinel',
  units: 1440,
  alarmShare: 0.033,
  scoreDrift: 0.31,
  scoreBins: {
    trained: [120, 90, 40, 20, 10, 5, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    seen: [400, 380, 260, 160, 90, 60, 30, 12, 8, 4, 3, 2, 2, 4, 3, 2, 4, 6, 6, 4],
  },
  features: [
    { feature: 'events service=payments template=b1', drift: 0.44 },
    { feature: 'events service=orders-db severity>=error', drift: 0.18 },
    { feature: 'longest gap', drift: 0.02 },
  ],
  drifted: 1,
  compared: 318,
  unknownShare: 0.012,
  evaluation: null,
};

/** A registry in memory with two versions of one model; trainings and the like are not made up. */
export function createFakeModels() {
  let versions: readonly Version[] = [versionOf(2, 0.91, ['challenger']), versionOf(1, null, ['champion'])];
  const find = (reference: string): Version => {
    const found = versions.find((one) => `${one.name}:${one.number}` === reference);
    if (found === undefined) throw new ContractError('model.not-found', `There is no model ${reference}.`);
    return found;
  };
  const champion = (number: number): Version => {
    versions = versions.map((one) => ({ ...one, aliases: one.number === number ? ['champion'] : [] }));
    return find(`shop:${number}`);
  };
  return {
    list: async () => versions,
    show: async ({ model }: { model: string }) => {
      const version = find(model);
      return {
        version,
        moves: [{ alias: 'champion', from: null, to: 1, atMs: NOW - 86_400_000, reason: 'first version' }],
        observations: version.number === 2 ? [OBSERVATION] : [],
        alerts:
          version.number === 2
            ? [
                {
                  alertId: 1,
                  name: 'shop',
                  number: 2,
                  atMs: NOW,
                  kind: 'drift',
                  message: 'The scores are distributed otherwise: index 0.31.',
                  isRead: false,
                },
              ]
            : [],
        schedule: null,
      };
    },
    promote: async ({ number }: { number: number }) => champion(number),
    rollback: async () => champion(1),
    remove: async ({ number }: { number: number | null }) => {
      versions = versions.filter((one) => one.number !== number);
      return { isRemoved: true };
    },
    markAlertRead: async () => ({ isKnown: true }),
  };
}
