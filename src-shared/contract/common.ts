import { z } from 'zod';
import type { EventFilter } from '../domain/event-filter.ts';

/** Handle of a case: derived from its folder, so it stays valid when the engine restarts. */
export const caseIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'a case id is 16 hex digits');
export const jobIdSchema = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'a job id is 1 to 64 word characters');
export const runIdSchema = z.string().regex(/^[0-9A-Za-z_.:-]{1,64}$/, 'a run id is 1 to 64 word characters');
export const incidentIdSchema = z.string().min(1).max(256);
export const templateIdSchema = z.string().min(1).max(128);
export const unitIdSchema = z.string().min(1).max(65_536);

/** A path of the machine the engine runs on; `-` is never accepted here (stdin is spooled by its reader). */
export const pathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), 'a path holds no NUL');

/** Epoch nanoseconds, UTC. */
export const timeNsSchema = z
  .bigint()
  .min(-(2n ** 63n))
  .max(2n ** 63n - 1n);

export const detectorNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/i, 'a detector name is a short word');

/** Milliseconds since 1970, for the product's own clock (job times), never for log events. */
export const clockMsSchema = z.number().int().nonnegative();

const list = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max).readonly().optional();

export const eventFilterSchema = z.strictObject({
  query: z.string().max(4096).optional(),
  fromNs: timeNsSchema.optional(),
  toNs: timeNsSchema.optional(),
  severityBands: list(z.number().int().min(0).max(6), 7),
  sourceIds: list(z.number().int().min(0).max(0x7fffffff), 1000),
  templateIds: list(templateIdSchema, 1000),
  hiddenTemplateIds: list(templateIdSchema, 1000),
  services: list(z.string().max(1024), 1000),
  hosts: list(z.string().max(1024), 1000),
  components: list(z.string().max(1024), 1000),
  unitIds: list(unitIdSchema, 1000),
  incidentId: incidentIdSchema.optional(),
}) satisfies z.ZodType<EventFilter>;

/** A procedure that takes nothing. */
export const nothing = z.void();

export const caseInput = z.strictObject({ caseId: caseIdSchema });
