import { describe, expect, it } from 'vitest';
import type { ModelComparison } from '#shared/contract/model-reports.ts';
import { suggestOther, verdictText } from '../../../../../src-renderer/panels/models/compare-model.ts';
import type { ModelVersion } from '../../../../../src-renderer/state/model-queries.ts';

const version = (name: string, number: number, aliases: ModelVersion['aliases'] = []) =>
  ({ name, number, aliases }) as ModelVersion;

describe('comparing versions', () => {
  it('suggests the champion, for the champion its challenger, else the newest other', () => {
    const all = [
      version('app', 3),
      version('app', 2, ['challenger']),
      version('app', 1, ['champion']),
      version('web', 1, ['champion']),
    ];
    expect(suggestOther(all[0]!, all)).toBe('app:1');
    expect(suggestOther(all[2]!, all)).toBe('app:2');
    expect(suggestOther(all[3]!, all)).toBe('app:3');
    expect(suggestOther(all[3]!, [all[3]!])).toBeNull();
  });

  it('calls none better without labels, and says when a lead may be chance', () => {
    const side = (number: number, f1: number | null): ModelComparison['first'] => ({
      version: version('app', number),
      threshold: 0.5,
      anomalies: 3,
      fallback: null,
      unknownShare: 0,
      evaluation: f1 === null ? null : { precision: f1, recall: f1, f1, rocAuc: f1, prAuc: f1 },
    });
    const said = (a: number | null, b: number | null, pValue: number | null) =>
      verdictText({ first: side(1, a), second: side(2, b), pValue });
    expect(said(null, null, null)).toContain('neither');
    expect(said(0.8, 0.9, 0.2)).toBe('app:2 has the higher F1, by 0.100, which may be chance (p = 0.200).');
    expect(said(0.9, 0.8, 0.0001)).toBe('app:1 has the higher F1, by 0.100 (p < 0.001).');
    expect(said(0.9, 0.9, 1)).toBe('Both have the same F1 (p = 1.000).');
  });
});
