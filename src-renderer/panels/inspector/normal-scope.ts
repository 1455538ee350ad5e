import type { IncidentDetail } from '#shared/contract/incidents.ts';
import type { SuppressionScope } from '#shared/domain/suppression.ts';

const DAY_MS = 86_400_000;

/** What a person can choose of an incident to take for normal. */
export interface NormalChoice {
  readonly isTemplate: boolean;
  /** One of the incident's entities; '' for any. */
  readonly entity: string;
  /** Only around this time of the day. */
  readonly isDaily: boolean;
  /** This case, or all cases of the home. */
  readonly reach: 'case' | 'all';
  /** Days after which the rule ends; 0 = never. */
  readonly days: number;
  readonly reason: string;
}

/** The narrowest choice that still hides the incident again tomorrow, as far as nothing else was chosen beforehand. */
export function firstChoice(
  incident: IncidentDetail,
  chosen: { readonly isTemplate?: boolean; readonly entity?: string } = {},
): NormalChoice {
  return {
    isTemplate: (chosen.isTemplate ?? true) && incident.templateIds.length > 0,
    entity: chosen.entity ?? incident.entities[0] ?? '',
    isDaily: false,
    reach: 'case',
    days: 0,
    reason: '',
  };
}

/** The whole hours, UTC, that an incident lies in, as minutes of the day; null without a time. */
export function hoursOf({ startNs, endNs }: IncidentDetail): { fromMinute: number; toMinute: number } | null {
  if (startNs === null) return null;
  const hourNs = 3_600_000_000_000n;
  const from = startNs / hourNs;
  const last = ((endNs ?? startNs) > startNs ? (endNs ?? startNs) - 1n : startNs) / hourNs;
  if (last - from >= 23n) return { fromMinute: 0, toMinute: 0 };
  return { fromMinute: Number(from % 24n) * 60, toMinute: Number((last + 1n) % 24n) * 60 };
}

/** Null when the choice names nothing. */
export function scopeOf(incident: IncidentDetail, choice: NormalChoice): SuppressionScope | null {
  const hours = choice.isDaily ? hoursOf(incident) : null;
  const [templateId] = incident.templateIds;
  const scope: SuppressionScope = {
    ...(choice.isTemplate && templateId !== undefined ? { templateId } : {}),
    ...(choice.entity === ''
      ? {}
      : choice.entity.startsWith('host:')
        ? { host: choice.entity }
        : { service: choice.entity }),
    ...(hours === null ? {} : { daily: hours }),
  };
  return Object.keys(scope).length === 0 ? null : scope;
}

/** When a rule made now ends; null for never. */
export function expiryOf({ days }: NormalChoice, nowMs: number): number | null {
  return days === 0 ? null : nowMs + days * DAY_MS;
}

/** `01:00-03:00 UTC` */
export function dailyText({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }): string {
  const time = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return fromMinute === toMinute ? 'at any time' : `${time(fromMinute)}–${time(toMinute)} UTC`;
}
