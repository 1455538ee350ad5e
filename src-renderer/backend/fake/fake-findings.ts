import { ContractError } from '#shared/base/errors.ts';
import type { FakeCase } from './fake-case.ts';
import { summaryOf } from './fake-incidents.ts';
import { createFakeSuppressions } from './fake-suppressions.ts';

/** Incidents of the made-up case, without those that rules hide. */
export function createFakeFindings(fake: FakeCase) {
  const suppressions = createFakeSuppressions(() => fake.incidents());
  const find = (incidentId: string) =>
    [...fake.incidents(), ...fake.partialIncidents()].find((one) => one.incidentId === incidentId);
  return {
    suppressions: suppressions.handlers,
    incidents: {
      list: async () =>
        fake
          .incidents()
          .filter((incident) => !suppressions.isHidden(incident))
          .map(summaryOf),
      partial: async () =>
        fake.partial === null ? null : { coverage: fake.partial, incidents: fake.partialIncidents().map(summaryOf) },
      get: async ({ incidentId }: { incidentId: string }) => {
        const found = find(incidentId);
        if (found === undefined) throw new ContractError('incident.not-found', 'There is no such incident any more.');
        return found;
      },
      explainUnit: async () => fake.incidents()[0]?.anomalies[0],
      counterfactual: async () => ({
        changes: [
          {
            feature: 'events service=payments template=b1',
            unit: 'events',
            templateId: 'b1',
            entity: 'payments',
            actual: 1204,
            wanted: 4,
          },
        ],
        threshold: fake.threshold,
        scoreBefore: 0.997,
        scoreAfter: 0.31,
        isNormal: true,
      }),
      checkClaim: async ({ incidentId, claim }: { incidentId: string; claim: number }) => {
        const value = find(incidentId)?.claims[claim]?.value ?? 0;
        return { value, recomputed: value, isEqual: true };
      },
    },
  };
}
