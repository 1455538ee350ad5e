import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { caseSummarySchema } from './cases.ts';
import { clockMsSchema, nothing } from './common.ts';
import { jobSchema } from './jobs.ts';

/** Settings shared by every host; absent keys have their default. */
export const settingsSchema = z.strictObject({
  colorScheme: z.enum(['auto', 'light', 'dark']).default('auto'),
  timeZone: z.enum(['utc', 'local']).default('utc'),
  density: z.enum(['compact', 'comfortable']).default('compact'),
  /** Command id -> key chord, only where the user changed it. */
  keymap: z.record(z.string().max(128), z.string().max(64)).default({}),
  threads: z.number().int().min(1).max(64).nullable().default(null),
  memoryBytes: z.number().int().positive().nullable().default(null),
});
export type Settings = z.infer<typeof settingsSchema>;

export const homeSchema = z.object({
  version: z.string(),
  homeDir: z.string(),
  /** Newest first. */
  recentCases: z.array(caseSummarySchema),
  settings: settingsSchema,
  sample: z.object({ path: z.string(), sizeBytes: z.number() }).nullable(),
  platform: z.string(),
});
export type HomeInfo = z.infer<typeof homeSchema>;

/**
 * The engine's life as the window sees it. The stream breaks when the engine dies; after reconnecting, a higher
 * `restarts` or another `engineId` says that it was restarted, and `resumedJobs` which jobs went on by themselves.
 */
export const engineStatusSchema = z.object({
  engineId: z.string(),
  pid: z.number().int(),
  startedAtMs: clockMsSchema,
  restarts: z.number().int().nonnegative(),
  /** Why the engine before this one ended; null for the first. */
  lastExit: z.string().nullable(),
  resumedJobs: z.array(z.string()),
  rssBytes: z.number().int().nonnegative(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const appEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('engine'), engine: engineStatusSchema }),
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('cases') }),
]);
export type AppEvent = z.infer<typeof appEventSchema>;

export const doctorCheckSchema = z.object({
  name: z.string(),
  isOk: z.boolean(),
  detail: z.string(),
  /** What to do about it; null when fine. */
  advice: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

export const appContract = {
  home: oc.input(nothing).output(homeSchema),
  status: oc.input(nothing).output(engineStatusSchema),
  /** First the engine's status, then changes of the engine (about every 2 s), of any job and of the case list. */
  watch: oc.input(nothing).output(eventIterator(appEventSchema)),
  updateSettings: oc.input(settingsSchema.partial().strict()).output(settingsSchema),
  /** Self-check of every part the product needs: stores, SQL engine, workers, disk space. */
  doctor: oc.input(nothing).output(z.object({ isOk: z.boolean(), checks: z.array(doctorCheckSchema) })),
};
