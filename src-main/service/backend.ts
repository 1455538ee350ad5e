import { randomUUID } from 'node:crypto';
import { ContractError } from '#shared/base/errors.ts';
import type { EngineStatus } from '#shared/contract/app.ts';
import { createClient, type SentinelClient } from '#shared/contract/client.ts';
import { REPORT_ROUTE, RPC_PREFIX, TABLE_PREFIX, UPLOAD_ROUTE } from '#shared/contract/tables.ts';
import { type Log, openFileLog } from '../base/log.ts';
import { resumeJob } from './analyze/start-analyze.ts';
import { answerReport, answerUpload } from './case-routes.ts';
import { ModelRegistry } from '../registry/model-registry.ts';
import { CaseSessions } from './case-sessions.ts';
import type { ServiceContext } from './context.ts';
import { HomeStore } from './home-store.ts';
import { errorResponse } from './http-errors.ts';
import { JobManager } from './jobs/job-manager.ts';
import { RetrainScheduler } from './models/retrain-scheduler.ts';
import { createRouter } from './router.ts';
import { createRpc } from './rpc.ts';
import { answerTable } from './table-routes.ts';

export interface BackendOptions {
  readonly homeDir: string;
  readonly version: string;
  readonly samplePath: string | null;
  /** Go on with jobs that another process left unfinished; default false. */
  readonly resumesJobs?: boolean;
  readonly restarts?: number;
  readonly lastExit?: string | null;
  readonly log?: Log;
}

/** The whole product behind one Fetch handler. */
export interface Backend {
  /** Procedures below `/rpc`, tables below `/tables`, `/reports`, `/uploads`. Never rejects: errors are answers. */
  fetch(request: Request): Promise<Response>;
  /** The same procedures in this process, through the same handler. */
  readonly client: SentinelClient;
  /** Stops jobs at their next commit point (they can be resumed) and closes every store. */
  dispose(): Promise<void>;
}

export async function createBackend(options: BackendOptions): Promise<Backend> {
  const context = createContext(options);
  const rpc = createRpc(createRouter(context), context.log);
  const fetch = (request: Request) => answer(context, rpc, request);
  if (options.resumesJobs === true) await resumeJobs(context);
  // Only a process that stays has a schedule.
  const scheduler = options.resumesJobs === true ? new RetrainScheduler(context) : null;
  return {
    fetch,
    client: createClient({ origin: 'http://in-process', fetch }),
    dispose: async () => {
      scheduler?.dispose();
      await context.jobs.dispose();
      await context.sessions.dispose();
      context.closeRegistry();
      context.home.dispose();
    },
  };
}

interface MutableContext extends ServiceContext {
  readonly resumedJobs: string[];
  closeRegistry(): void;
}

function createContext(options: BackendOptions): MutableContext {
  const { version, samplePath, restarts = 0, lastExit = null } = options;
  const home = new HomeStore(options.homeDir);
  const log = options.log ?? openFileLog(home.logPath);
  const resumedJobs: string[] = [];
  const fixed = { engineId: randomUUID(), pid: process.pid, startedAtMs: Date.now(), restarts, lastExit };
  const engineStatus = (): EngineStatus => ({ ...fixed, resumedJobs, rssBytes: process.memoryUsage.rss() });
  const sessions = new CaseSessions(home);
  const jobs = new JobManager(log);
  let opened: ModelRegistry | null = null;
  return {
    version,
    samplePath,
    log,
    home,
    sessions,
    jobs,
    registry: () => (opened ??= new ModelRegistry(home.homeDir)),
    closeRegistry: () => opened?.dispose(),
    engineStatus,
    caseWatchers: new Set(),
    resumedJobs,
  };
}

async function answer(
  context: ServiceContext,
  rpc: (request: Request) => Promise<Response | null>,
  request: Request,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    return (await route(context, rpc, request, pathname)) ?? errorResponse(notFound(pathname), context.log, pathname);
  } catch (error) {
    return errorResponse(error, context.log, pathname);
  }
}

async function route(
  context: ServiceContext,
  rpc: (request: Request) => Promise<Response | null>,
  request: Request,
  pathname: string,
): Promise<Response | null> {
  const isGet = request.method === 'GET';
  if (pathname.startsWith(`${RPC_PREFIX}/`)) return rpc(request);
  if (pathname.startsWith(TABLE_PREFIX) && isGet) return answerTable(context, request);
  if (pathname === REPORT_ROUTE && isGet) return answerReport(context, request);
  if (pathname === UPLOAD_ROUTE && request.method === 'POST') return answerUpload(context, request);
  return null;
}

function notFound(pathname: string): ContractError {
  return new ContractError('contract.not-found', `There is nothing at ${pathname.slice(0, 200)}.`);
}

/** A case that cannot be opened now (moved, written by another process) keeps its job for a later start. */
async function resumeJobs(context: MutableContext): Promise<void> {
  for (const { caseDir, jobId } of context.home.runningJobs()) {
    try {
      const resumed = await resumeJob(context, caseDir, jobId);
      if (resumed !== null) context.resumedJobs.push(resumed);
    } catch (error) {
      context.log.error('a job could not be resumed', error, { jobId });
    }
  }
}
