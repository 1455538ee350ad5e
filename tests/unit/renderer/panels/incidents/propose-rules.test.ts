import { describe, expect, it } from 'vitest';
import type { IncidentSummary } from '#shared/contract/incidents.ts';
import { proposeRules } from '../../../../../src-renderer/panels/incidents/propose-rules.ts';
import type { Verdict } from '../../../../../src-renderer/state/case-view.ts';

function incident(incidentId: string, templateId: string | null, entities: readonly string[]): IncidentSummary {
  return {
    incidentId,
    startNs: null,
    endNs: null,
    score: 0.9,
    summary: '',
    kinds: [],
    entities: [...entities],
    templateIds: templateId === null ? [] : [templateId, 'follower'],
    units: 1,
    detectors: [],
    severityBand: 3,
  };
}

const verdicts = (given: Readonly<Record<string, Verdict>>) =>
  Object.fromEntries(Object.entries(given).map(([id, verdict]) => [id, { verdict, note: '' }]));

const LIST = [
  incident('1', 'batch', ['billing', 'node-1']),
  incident('2', 'batch', ['billing', 'node-2']),
  incident('3', 'batch', ['billing']),
  incident('4', 'login', ['auth']),
  incident('5', 'logout', ['auth']),
  incident('6', 'token', ['auth', 'node-1']),
];

describe('proposeRules', () => {
  it('proposes the leading template with the entity that all of them share, once two were called noise', () => {
    expect(proposeRules(LIST, verdicts({ '1': 'noise' }))).toEqual([]);
    expect(proposeRules(LIST, verdicts({ '1': 'noise', '2': 'noise' }))).toEqual([
      { key: 'batch billing', incidentId: '1', templateId: 'batch', entity: 'billing', judged: 2, hides: 3 },
    ]);
  });

  it('proposes an entity where the templates differ', () => {
    expect(proposeRules(LIST, verdicts({ '4': 'noise', '5': 'noise' }))).toEqual([
      { key: ' auth', incidentId: '4', templateId: null, entity: 'auth', judged: 2, hides: 3 },
    ]);
  });

  it('never proposes to hide what was called real or another team’s', () => {
    expect(proposeRules(LIST, verdicts({ '1': 'noise', '2': 'noise', '3': 'real' }))).toEqual([]);
    expect(proposeRules(LIST, verdicts({ '4': 'noise', '5': 'noise', '6': 'other' }))).toEqual([]);
  });

  it('offers the rule that hides most first, and no entity for what a template already covers', () => {
    const all = verdicts({ '1': 'noise', '2': 'noise', '4': 'noise', '5': 'noise', '6': 'noise' });
    expect(proposeRules(LIST, all).map(({ key }) => key)).toEqual([' auth', 'batch billing']);
  });

  it('leaves incidents without a template or an entity out', () => {
    const bare = [incident('1', null, []), incident('2', null, [])];
    expect(proposeRules(bare, verdicts({ '1': 'noise', '2': 'noise' }))).toEqual([]);
  });
});
