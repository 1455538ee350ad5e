import type { EngineStatus } from '#shared/contract/app.ts';
import type { Log } from '../base/log.ts';
import type { CaseSessions } from './case-sessions.ts';
import type { HomeStore } from './home-store.ts';
import type { JobManager } from './jobs/job-manager.ts';

/** What every handler may use; made once by `createBackend`. */
export interface ServiceContext {
  readonly version: string;
  readonly samplePath: string | null;
  readonly log: Log;
  readonly home: HomeStore;
  readonly sessions: CaseSessions;
  readonly jobs: JobManager;
  engineStatus(): EngineStatus;
  /** Called when the list of cases changed. */
  readonly caseWatchers: Set<() => void>;
}

export function notifyCases(context: ServiceContext): void {
  for (const tell of context.caseWatchers) tell();
}
