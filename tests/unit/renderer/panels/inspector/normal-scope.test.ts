import { describe, expect, it } from 'vitest';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import {
  dailyText,
  expiryOf,
  firstChoice,
  hoursOf,
  scopeOf,
} from '../../../../../src-renderer/panels/inspector/normal-scope.ts';

const at = (hour: number, minute = 0, day = 5): bigint => BigInt(Date.UTC(2026, 2, day, hour, minute)) * 1_000_000n;

function incident(over: Partial<IncidentDetail> = {}): IncidentDetail {
  return {
    incidentId: 'i0001',
    startNs: at(1, 20),
    endNs: at(2, 10),
    score: 0.9,
    summary: '',
    kinds: [],
    entities: ['billing', 'node-1'],
    templateIds: ['lead', 'other'],
    units: 1,
    detectors: [],
    severityBand: 0,
    unitIds: [],
    claims: [],
    evidence: [],
    anomalies: [],
    similarIncidentIds: [],
    threshold: 0.5,
    ...over,
  };
}

describe('scopeOf', () => {
  it('starts with the leading statement and the first entity', () => {
    const one = incident();
    expect(scopeOf(one, firstChoice(one))).toEqual({ templateId: 'lead', service: 'billing' });
  });

  it('adds the hours of the incident, and is null when nothing is chosen', () => {
    const one = incident();
    const none = { ...firstChoice(one), isTemplate: false, entity: '' };
    expect(scopeOf(one, none)).toBeNull();
    expect(scopeOf(one, { ...none, isDaily: true })).toEqual({ daily: { fromMinute: 60, toMinute: 180 } });
    expect(scopeOf(one, { ...none, entity: 'host:node-1' })).toEqual({ host: 'host:node-1' });
  });
});

describe('hoursOf', () => {
  it('covers whole hours, over midnight too, and a whole day at most', () => {
    expect(hoursOf(incident({ startNs: at(1), endNs: at(2) }))).toEqual({ fromMinute: 60, toMinute: 120 });
    expect(hoursOf(incident({ startNs: at(23, 30), endNs: at(0, 30, 6) }))).toEqual({ fromMinute: 1380, toMinute: 60 });
    expect(hoursOf(incident({ startNs: at(1), endNs: at(1, 0, 8) }))).toEqual({ fromMinute: 0, toMinute: 0 });
    expect(hoursOf(incident({ startNs: null, endNs: null }))).toBeNull();
  });
});

describe('dailyText and expiryOf', () => {
  it('say times and ends', () => {
    expect(dailyText({ fromMinute: 60, toMinute: 180 })).toBe('01:00–03:00 UTC');
    expect(dailyText({ fromMinute: 0, toMinute: 0 })).toBe('at any time');
    expect(expiryOf({ ...firstChoice(incident()), days: 7 }, 1000)).toBe(1000 + 7 * 86_400_000);
    expect(expiryOf(firstChoice(incident()), 1000)).toBeNull();
  });
});
