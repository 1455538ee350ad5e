import { appContract } from './app.ts';
import { casesContract } from './cases.ts';
import { eventsContract } from './events.ts';
import { filesContract } from './files.ts';
import { formatsContract } from './formats.ts';
import { incidentsContract } from './incidents.ts';
import { jobsContract } from './jobs.ts';
import { modelsContract } from './models.ts';
import { qualityContract } from './quality.ts';
import { reportsContract } from './reports.ts';
import { samplesContract } from './samples.ts';
import { scoresContract } from './scores.ts';
import { sqlContract } from './sql.ts';
import { suppressionsContract } from './suppressions.ts';
import { templatesContract } from './templates.ts';

/** Every procedure of the product; implemented in the service, called by the workbench, the command line and tests. */
export const contract = {
  app: appContract,
  files: filesContract,
  formats: formatsContract,
  cases: casesContract,
  jobs: jobsContract,
  events: eventsContract,
  templates: templatesContract,
  incidents: incidentsContract,
  scores: scoresContract,
  suppressions: suppressionsContract,
  models: modelsContract,
  quality: qualityContract,
  reports: reportsContract,
  sql: sqlContract,
  samples: samplesContract,
};
export type Contract = typeof contract;
