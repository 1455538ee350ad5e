import type { CaseSummary } from '#shared/contract/cases.ts';
import type { FakeCase } from './fake-case.ts';

/** Cases of the made-up home: whichever is asked for, it is the one there is. */
export function createFakeCases(fake: FakeCase, recentCases: () => readonly CaseSummary[]) {
  let viewState: string | null = null;
  return {
    list: async () => recentCases(),
    create: async () => fake.info(),
    open: async () => fake.info(),
    info: async () => fake.info(),
    reading: async () => ({ paths: ['/var/log/shop'], options: {} }),
    close: async () => ({ isClosed: true }),
    delete: async () => ({ isDeleted: true }),
    forget: async () => ({ isForgotten: true }),
    getViewState: async () => viewState,
    setViewState: async ({ state }: { state: string | null }) => {
      viewState = state;
      return { isSaved: true };
    },
  };
}
