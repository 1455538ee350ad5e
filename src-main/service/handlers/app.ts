import { statSync } from 'node:fs';
import { implement } from '@orpc/server';
import type { AppEvent, HomeInfo } from '#shared/contract/app.ts';
import { contract } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { summarizeKnown } from '../case-info.ts';
import type { ServiceContext } from '../context.ts';
import { examine } from '../doctor.ts';
import { Mailbox } from '../jobs/mailbox.ts';

const STATUS_EVERY_MS = 2000;

export function appHandlers(context: ServiceContext) {
  const os = implement(contract.app);
  return {
    home: os.home.handler(() => describeHome(context)),
    status: os.status.handler(() => context.engineStatus()),
    watch: os.watch.handler(({ signal }) => watch(context, signal)),
    updateSettings: os.updateSettings.handler(({ input }) => context.home.updateSettings(input)),
    doctor: os.doctor.handler(async () => {
      const checks = await examine(context);
      return { isOk: checks.every((check) => check.isOk), checks };
    }),
  };
}

function describeHome(context: ServiceContext): HomeInfo {
  const { home, samplePath, version } = context;
  return {
    version,
    homeDir: home.homeDir,
    recentCases: home.recentCases().map(summarizeKnown),
    settings: home.settings(),
    sample: samplePath === null ? null : { path: samplePath, sizeBytes: statSync(samplePath).size },
    platform: process.platform,
  };
}

async function* watch(context: ServiceContext, signal?: AbortSignal): AsyncGenerator<AppEvent, void> {
  const mailbox = new Mailbox<AppEvent>();
  const pushCases = () => mailbox.push({ type: 'cases' }, 'cases');
  const pushStatus = () => mailbox.push({ type: 'engine', engine: context.engineStatus() }, 'engine');
  const pushJob = (job: Job) => mailbox.push({ type: 'job', job }, `job:${job.jobId}`);
  const timer = setInterval(pushStatus, STATUS_EVERY_MS);
  const unsubscribe = context.jobs.onChange(pushJob);
  context.caseWatchers.add(pushCases);
  pushStatus();
  for (const job of context.jobs.list()) pushJob(job);
  try {
    yield* mailbox.read(signal);
  } finally {
    clearInterval(timer);
    unsubscribe();
    context.caseWatchers.delete(pushCases);
  }
}
