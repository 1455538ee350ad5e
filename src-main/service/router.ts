import type { ServiceContext } from './context.ts';
import { appHandlers } from './handlers/app.ts';
import { caseHandlers } from './handlers/cases.ts';
import { fileHandlers } from './handlers/files.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { qualityHandlers } from './handlers/quality.ts';
import { sampleHandlers } from './handlers/samples.ts';

/** Every procedure of the contract with its handler. */
export function createRouter(context: ServiceContext) {
  return {
    app: appHandlers(context),
    files: fileHandlers(),
    cases: caseHandlers(context),
    jobs: jobHandlers(context),
    quality: qualityHandlers(context),
    samples: sampleHandlers(context),
  };
}
