import { describe, expect, it } from 'vitest';
import {
  isSuppressedBy,
  type Suppression,
  suppressionOf,
  suppressionScopeSchema,
  type SuppressionScope,
} from '#shared/domain/suppression.ts';

const NOW = Date.UTC(2026, 2, 5, 12);
const at = (hour: number, minute = 0): bigint => BigInt(Date.UTC(2026, 2, 4, hour, minute)) * 1_000_000n;
const INCIDENT = { templateIds: ['lead', 'other'], entities: ['billing', 'node-1'], startNs: at(1, 30) };

function rule(scope: SuppressionScope, expiresAtMs: number | null = null): Suppression {
  return { ruleId: '00000001', scope, reason: '', createdAtMs: 0, expiresAtMs };
}
const hides = (scope: SuppressionScope, expiresAtMs: number | null = null): boolean =>
  isSuppressedBy(rule(scope, expiresAtMs), INCIDENT, NOW);

describe('isSuppressedBy', () => {
  it('asks for everything the rule names', () => {
    expect(hides({ templateId: 'lead' })).toBe(true);
    expect(hides({ templateId: 'lead', service: 'billing', host: 'node-1' })).toBe(true);
    expect(hides({ templateId: 'lead', service: 'search' })).toBe(false);
  });

  it('looks at the leading template only: another one may be a new trouble', () => {
    expect(hides({ templateId: 'other' })).toBe(false);
  });

  it('knows times of the day, over midnight too, the end not included', () => {
    expect(hides({ daily: { fromMinute: 60, toMinute: 120 } })).toBe(true);
    expect(hides({ daily: { fromMinute: 60, toMinute: 90 } })).toBe(false);
    expect(hides({ daily: { fromMinute: 90, toMinute: 91 } })).toBe(true);
    expect(hides({ daily: { fromMinute: 1380, toMinute: 120 } })).toBe(true);
    expect(hides({ daily: { fromMinute: 1380, toMinute: 60 } })).toBe(false);
    const untimed = { ...INCIDENT, startNs: null };
    expect(isSuppressedBy(rule({ daily: { fromMinute: 0, toMinute: 0 } }), untimed, NOW)).toBe(false);
  });

  it('ends by itself', () => {
    expect(hides({ service: 'billing' }, NOW + 1)).toBe(true);
    expect(hides({ service: 'billing' }, NOW)).toBe(false);
  });
});

describe('suppressionOf', () => {
  it('is the first rule that hides it', () => {
    const rules = [rule({ service: 'search' }), rule({ host: 'node-1' }), rule({ service: 'billing' })];
    expect(suppressionOf(rules, INCIDENT, NOW)).toBe(rules[1]);
    expect(suppressionOf([], INCIDENT, NOW)).toBeNull();
  });
});

describe('suppressionScopeSchema', () => {
  it('refuses a rule for everything', () => {
    expect(suppressionScopeSchema.safeParse({}).success).toBe(false);
    expect(suppressionScopeSchema.safeParse({ service: undefined }).success).toBe(false);
    expect(suppressionScopeSchema.safeParse({ host: 'a' }).success).toBe(true);
  });
});
