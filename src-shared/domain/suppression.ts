import { z } from 'zod';
import type { Incident } from './detection.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const minuteOfDay = z.number().int().min(0).max(1439);
const name = z.string().min(1).max(1024);

/** Which incidents a rule takes for normal: those that have everything it names. */
export const suppressionScopeSchema = z
  .strictObject({
    /** The incident's leading template. */
    templateId: z.string().min(1).max(128).optional(),
    service: name.optional(),
    host: name.optional(),
    /** Incidents that begin in these minutes of the day (UTC), the last one not included; over midnight when it is the smaller. */
    daily: z.strictObject({ fromMinute: minuteOfDay, toMinute: minuteOfDay }).optional(),
  })
  .refine((scope) => Object.values(scope).some((part) => part !== undefined), 'names nothing to take for normal');
export type SuppressionScope = z.infer<typeof suppressionScopeSchema>;

/** "This is normal": incidents in its scope are not shown until it ends. */
export const suppressionSchema = z.strictObject({
  ruleId: z.string().regex(/^[0-9a-f]{8}$/),
  scope: suppressionScopeSchema,
  reason: z.string().max(1000),
  createdAtMs: z.number().int().nonnegative(),
  /** Null: for good. */
  expiresAtMs: z.number().int().nonnegative().nullable(),
});
export type Suppression = z.infer<typeof suppressionSchema>;

type Scoped = Pick<Incident, 'templateIds' | 'entities' | 'startNs'>;

/** Whether a rule takes an incident for normal at a time; an expired rule takes none. */
export function isSuppressedBy({ scope, expiresAtMs }: Suppression, incident: Scoped, nowMs: number): boolean {
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return false;
  const { templateId, service, host, daily } = scope;
  return (
    (templateId === undefined || incident.templateIds[0] === templateId) &&
    (service === undefined || incident.entities.includes(service)) &&
    (host === undefined || incident.entities.includes(host)) &&
    (daily === undefined || isInDaily(daily, incident.startNs))
  );
}

/** The first rule that takes an incident for normal; null when none does. */
export function suppressionOf(rules: readonly Suppression[], incident: Scoped, nowMs: number): Suppression | null {
  return rules.find((rule) => isSuppressedBy(rule, incident, nowMs)) ?? null;
}

function isInDaily({ fromMinute, toMinute }: NonNullable<SuppressionScope['daily']>, startNs: bigint | null): boolean {
  if (startNs === null) return false;
  const ms = Number(startNs / 1_000_000n);
  const minute = Math.floor((((ms % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  if (fromMinute === toMinute) return true;
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}
