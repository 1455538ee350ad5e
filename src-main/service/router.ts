import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ServiceContext } from './context.ts';
import { appHandlers } from './handlers/app.ts';
import { caseHandlers } from './handlers/cases.ts';
import { eventHandlers } from './handlers/events.ts';
import { fileHandlers } from './handlers/files.ts';
import { formatHandlers } from './handlers/formats.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { incidentHandlers } from './handlers/incidents.ts';
import { modelHandlers } from './handlers/models.ts';
import { qualityHandlers } from './handlers/quality.ts';
import { reportHandlers } from './handlers/reports.ts';
import { sampleHandlers } from './handlers/samples.ts';
import { scoreHandlers } from './handlers/scores.ts';
import { sqlHandlers } from './handlers/sql.ts';
import { suppressionHandlers } from './handlers/suppressions.ts';
import { templateHandlers } from './handlers/templates.ts';

/** Every procedure of the contract with its handler. */
export function createRouter(context: ServiceContext) {
  // Does not compile while a procedure of the contract has no handler.
  return implement(contract).router({
    app: appHandlers(context),
    files: fileHandlers(context),
    formats: formatHandlers(context),
    cases: caseHandlers(context),
    jobs: jobHandlers(context),
    events: eventHandlers(context),
    templates: templateHandlers(context),
    incidents: incidentHandlers(context),
    reports: reportHandlers(context),
    scores: scoreHandlers(context),
    sql: sqlHandlers(context),
    suppressions: suppressionHandlers(context),
    models: modelHandlers(context),
    quality: qualityHandlers(context),
    samples: sampleHandlers(context),
  });
}
