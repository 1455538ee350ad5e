import type { ServiceContext } from './context.ts';
import { appHandlers } from './handlers/app.ts';
import { caseHandlers } from './handlers/cases.ts';
import { eventHandlers } from './handlers/events.ts';
import { fileHandlers } from './handlers/files.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { qualityHandlers } from './handlers/quality.ts';
import { sampleHandlers } from './handlers/samples.ts';
import { templateHandlers } from './handlers/templates.ts';

/** Every procedure of the contract with its handler. */
export function createRouter(context: ServiceContext) {
  return {
    app: appHandlers(context),
    files: fileHandlers(),
    cases: caseHandlers(context),
    jobs: jobHandlers(context),
    events: eventHandlers(context),
    templates: templateHandlers(context),
    quality: qualityHandlers(context),
    samples: sampleHandlers(context),
  };
}
