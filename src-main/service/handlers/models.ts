import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ServiceContext } from '../context.ts';
import { checkMayLead } from '../../pipelines/train/check-features.ts';
import { startCompare, startDrift } from '../models/compare-job.ts';
import { startEvaluate } from '../models/evaluate-job.ts';
import { startHonesty } from '../models/honesty-job.ts';
import { exportModel, importModel } from '../models/model-files.ts';
import { startRetrain } from '../models/retrain-job.ts';
import { nextRun } from '../models/retrain-scheduler.ts';
import { startScoreFiles } from '../models/score-files-job.ts';
import { startTrain } from '../models/train-job.ts';
import { startTrainTable } from '../models/train-table-job.ts';
import { versionView } from '../models/version-view.ts';

export function modelHandlers(context: ServiceContext) {
  const { registry } = context;
  const os = implement(contract.models);
  return {
    list: os.list.handler(() => registry().versions.list().map(versionView)),
    show: os.show.handler(({ input }) => {
      const { versions, watch, schedules } = registry();
      const version = versions.resolve(input.model);
      const { name, number } = version;
      return {
        version: versionView(version),
        moves: versions.moves(name),
        observations: watch.observations(name, number),
        alerts: watch.alerts(name).filter((alert) => alert.number === number),
        schedule: schedules.find(name),
      };
    }),
    startTrain: os.startTrain.handler(async ({ input }) => ({ jobId: await startTrain(context, input) })),
    startTrainTable: os.startTrainTable.handler(({ input }) => ({ jobId: startTrainTable(context, input) })),
    startCompare: os.startCompare.handler(async ({ input }) => ({ jobId: await startCompare(context, input) })),
    startDrift: os.startDrift.handler(async ({ input }) => ({ jobId: await startDrift(context, input) })),
    startEvaluate: os.startEvaluate.handler(async ({ input }) => ({ jobId: await startEvaluate(context, input) })),
    startHonesty: os.startHonesty.handler(async ({ input }) => ({ jobId: await startHonesty(context, input) })),
    startScoreFiles: os.startScoreFiles.handler(async ({ input }) => ({
      jobId: await startScoreFiles(context, input),
    })),
    startRetrain: os.startRetrain.handler(async ({ input }) => ({ jobId: await startRetrain(context, input) })),
    schedules: os.schedules.handler(() => registry().schedules.list()),
    setSchedule: os.setSchedule.handler(({ input }) => {
      const { versions, schedules } = registry();
      const { name } = versions.resolve(input.name);
      schedules.set({ ...input, name, nextAtMs: nextRun(input.cron, input.timeZone, Date.now()) });
      return schedules.find(name)!;
    }),
    removeSchedule: os.removeSchedule.handler(({ input }) => ({ isRemoved: registry().schedules.remove(input.name) })),
    promote: os.promote.handler(({ input }) => {
      const { name, number, reason } = input;
      const { versions } = registry();
      checkMayLead(versions.get(name, number));
      return versionView(versions.promote(name, number, reason ?? 'promoted', Date.now()));
    }),
    rollback: os.rollback.handler(({ input }) =>
      versionView(registry().versions.rollback(input.name, Date.now(), checkMayLead)),
    ),
    remove: os.remove.handler(async ({ input }) => {
      await registry().remove(input.name, input.number);
      return { isRemoved: true };
    }),
    alerts: os.alerts.handler(({ input }) => registry().watch.alerts(input.name ?? null)),
    markAlertRead: os.markAlertRead.handler(({ input }) => ({ isKnown: registry().watch.markRead(input.alertId) })),
    export: os.export.handler(({ input }) => exportModel(context, input.model, input.path)),
    import: os.import.handler(async ({ input }) => versionView(await importModel(context, input.path, input.name))),
  };
}
