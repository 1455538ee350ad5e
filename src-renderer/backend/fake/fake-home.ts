import type { HomeInfo, Settings } from '#shared/contract/app.ts';
import type { CaseSummary } from '#shared/contract/cases.ts';
import type { FakeCase } from './fake-case.ts';
import type { FakeEngine } from './fake-engine.ts';

/** The made-up home: its recent cases and settings. */
export function createFakeHome(engine: FakeEngine, fake: FakeCase, hasRecentCases: boolean) {
  let settings: Settings = {
    colorScheme: 'auto',
    timeZone: 'utc',
    density: 'compact',
    keymap: {},
    threads: null,
    memoryBytes: null,
  };
  const recentCases = (): CaseSummary[] => (hasRecentCases ? recentOf(fake.summary()) : []);
  const home = (): HomeInfo => ({
    version: '0.1.0',
    homeDir: '/home/sre/.local/share/log-sentinel',
    recentCases: recentCases(),
    settings,
    sample: { path: '/opt/log-sentinel/resources/sample/app.log', sizeBytes: 3_400_000 },
    platform: 'linux',
  });
  return {
    recentCases,
    handlers: {
      home: async () => home(),
      status: async () => engine.status(),
      watch: async (_input: undefined, { signal }: { signal?: AbortSignal } = {}) => engine.watch(signal),
      updateSettings: async (patch: Partial<Settings>) => (settings = { ...settings, ...patch }),
      doctor: async () => ({ isOk: true, checks: [] }),
    },
  };
}

function recentOf(summary: CaseSummary): CaseSummary[] {
  return [
    summary,
    {
      ...summary,
      caseId: 'fedcba9876543210',
      name: 'edge-proxy-week-24',
      lines: 18_204_113,
      incidents: 11,
      sizeBytes: 2_140_000_000,
    },
    { ...summary, caseId: 'aaaabbbbccccdddd', name: 'hadoop-cluster', isAvailable: false },
  ];
}
