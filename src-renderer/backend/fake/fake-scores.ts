import { FAKE_NOW_MS, FAKE_THRESHOLD, type FakeCase } from './fake-case.ts';

type Wanted = number | 'auto';

/** Scores of the made-up case, and what a threshold makes of them. */
export function createFakeScores(fake: FakeCase) {
  const effectOf = (wanted: Wanted) => {
    const threshold = valueOf(wanted);
    const incidents = fake.incidents(threshold).length;
    return { threshold, anomalies: incidents * 3, incidents, alarmsPerHour: incidents / 24, evaluation: null };
  };
  return {
    runs: async () => (fake.isReading ? [] : [fakeRun(fake.threshold)]),
    previewThreshold: async ({ threshold }: { threshold: Wanted }) => effectOf(threshold),
    setThreshold: async ({ threshold }: { threshold: Wanted }) => {
      fake.threshold = valueOf(threshold);
      fake.version += 1;
      return effectOf(threshold);
    },
  };
}

function valueOf(wanted: Wanted): number {
  return wanted === 'auto' ? FAKE_THRESHOLD : wanted;
}

export function fakeRun(threshold: number) {
  return {
    runId: 'run-1',
    createdAtMs: FAKE_NOW_MS,
    options: {},
    unitKind: 'window' as const,
    units: 1440,
    windowSeconds: 60,
    stepSeconds: 60,
    detectors: [
      { name: 'baseline', fallback: null, seconds: 0.4 },
      { name: 'novelty', fallback: null, seconds: 0.2 },
      { name: 'isolationForest', fallback: null, seconds: 1.1 },
    ],
    threshold,
    autoThreshold: FAKE_THRESHOLD,
    anomalies: 63,
    evaluation: null,
    proposedSession: null,
  };
}
