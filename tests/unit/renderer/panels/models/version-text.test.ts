import { describe, expect, it } from 'vitest';
import {
  detectorsText,
  driftText,
  modelNameOf,
  nameProblem,
  ratioText,
  shareText,
  unitsText,
} from '../../../../../src-renderer/panels/models/version-text.ts';

const window = { code: 'c', unitKind: 'window' as const, session: null, windowSeconds: 60, stepSeconds: 60 };

describe('versions in words', () => {
  it('say how units are cut', () => {
    expect(unitsText({ features: window })).toBe('windows of 1 min');
    expect(unitsText({ features: { ...window, stepSeconds: 30 } })).toBe('windows of 1 min, one every 30 s');
    const session = { ...window, unitKind: 'session' as const, session: 'req-\\w+', windowSeconds: null };
    expect(unitsText({ features: session })).toBe('sessions by req-\\w+');
  });

  it('name detectors and who answers for them', () => {
    const detectors = [
      { name: 'baseline', fallback: null },
      { name: 'isolationForest', fallback: 'too few units' },
    ];
    const metrics = { threshold: 0.5, heldOutAlarmShare: 0, heldOutUnits: 1, detectors, labelled: null };
    expect(detectorsText({ metrics })).toBe('baseline, isolation forest (baseline instead)');
  });

  it('say ratios, shares and drift by the limits of the field', () => {
    expect([ratioText(0.91234), ratioText(null)]).toEqual(['0.912', '–']);
    expect(shareText(0.0034)).toBe('0.3 %');
    expect([0.0999, 0.1, 0.25, 0.2501].map(driftText)).toEqual(['stable', 'moved', 'moved', 'changed']);
  });

  it('make a name the registry takes out of any case name', () => {
    expect(modelNameOf('shop 2026/06.log')).toBe('shop-2026-06');
    expect(modelNameOf('___')).toBe('model');
    for (const name of ['shop 2026/06.log', '.hidden', 'ä', 'x'.repeat(200)])
      expect(nameProblem(modelNameOf(name))).toBeNull();
    expect(nameProblem('')).not.toBeNull();
    expect(nameProblem('../x')).not.toBeNull();
  });
});
