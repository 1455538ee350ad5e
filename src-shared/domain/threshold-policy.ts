import { z } from 'zod';

/**
 * Which units are to be anomalous, in words of the user instead of a score. All are met from below: equal scores at the
 * border are left out together. An alarm is a unit above the threshold.
 */
export const thresholdPolicySchema = z.discriminatedUnion('kind', [
  /** This share of the units lies at or below the threshold. */
  z.strictObject({ kind: z.literal('quantile'), quantile: z.number().gt(0).lt(1) }),
  /** Contamination: at most this share of the units is anomalous. */
  z.strictObject({ kind: z.literal('share'), share: z.number().gt(0).max(0.5) }),
  /** At most so many alarms in an hour or a day, on average over the time that was scored. */
  z.strictObject({ kind: z.literal('budget'), alarms: z.number().min(0).max(1e9), per: z.enum(['hour', 'day']) }),
]);
export type ThresholdPolicy = z.infer<typeof thresholdPolicySchema>;

/** A calibrated score, a policy that gives one, or what calibration chooses. */
export const wantedThresholdSchema = z.union([z.literal('auto'), z.number().finite(), thresholdPolicySchema]);
export type WantedThreshold = z.infer<typeof wantedThresholdSchema>;

/** How thresholds are written, for messages. */
export const THRESHOLD_FORMS = 'auto, a score, q0.999 (quantile), share:0.01 or budget:5/day (or /hour)';

/** @returns The threshold that a text such as `auto`, `0.7`, `q0.999`, `share:0.01`, `budget:5/day` asks for; null for any other text. */
export function parseThreshold(text: string): WantedThreshold | null {
  const parsed = wantedThresholdSchema.safeParse(readForm(text.trim()));
  return parsed.success ? parsed.data : null;
}

function readForm(text: string): unknown {
  if (text === 'auto') return text;
  const [, form, number = '', per] = /^(q|share:|budget:)([0-9.eE+-]+)(?:\/(hour|h|day|d))?$/.exec(text) ?? [];
  if (form === undefined) return text === '' ? null : Number(text);
  if (number === '' || (form === 'budget:') !== (per !== undefined)) return null;
  if (form === 'q') return { kind: 'quantile', quantile: Number(number) };
  if (form === 'share:') return { kind: 'share', share: Number(number) };
  return { kind: 'budget', alarms: Number(number), per: per!.startsWith('h') ? 'hour' : 'day' };
}

/** The text that `parseThreshold` reads back. */
export function formatThreshold(wanted: WantedThreshold): string {
  if (typeof wanted !== 'object') return String(wanted);
  if (wanted.kind === 'quantile') return `q${wanted.quantile}`;
  if (wanted.kind === 'share') return `share:${wanted.share}`;
  return `budget:${wanted.alarms}/${wanted.per}`;
}
