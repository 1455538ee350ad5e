import type { EngineStatus } from '#shared/contract/app.ts';
import type { Log } from '../base/log.ts';
import type { CaseSessions } from './case-sessions.ts';
import type { HomeStore } from './home-store.ts';
import type { ModelRegistry } from '../registry/model-registry.ts';
import type { JobManager } from './jobs/job-manager.ts';

/** What every handler may use; made once by `createBackend`. */
export interface ServiceContext {
  readonly version: string;
  readonly samplePath: string | null;
  readonly log: Log;
  readonly home: HomeStore;
  readonly sessions: CaseSessions;
  readonly jobs: JobManager;
  /** The models of the home, opened when first asked for: looking at a log must not depend on it. */
  registry(): ModelRegistry;
  engineStatus(): EngineStatus;
  /** Called when the list of cases changed. */
  readonly caseWatchers: Set<() => void>;
}

export function notifyCases(context: ServiceContext): void {
  for (const tell of context.caseWatchers) tell();
}
