import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import type { StageClock } from './stage-clock.ts';

export async function scoreCase(
  _run: JobRun,
  _session: CaseSession,
  _catalog: CaseCatalog,
  _options: ScoringOptions,
  _clock: StageClock,
): Promise<void> {}
