import { describe, expect, it } from 'vitest';
import { quickDetectors } from '../../../../../src-main/pipelines/analysis/partial-findings.ts';

describe('quickDetectors', () => {
  it('leaves out the network, and detectors that have no say in such units', () => {
    expect(quickDetectors(null, 'window')).toEqual({
      judging: ['baseline', 'novelty', 'isolationForest', 'cadence'],
      missing: ['lstmAutoencoder'],
    });
    expect(quickDetectors(null, 'session').judging).toEqual(['baseline', 'novelty', 'isolationForest']);
  });

  it('keeps to those that were asked for, and to the network when there is no other', () => {
    expect(quickDetectors(['novelty', 'lstm'], 'window')).toEqual({
      judging: ['novelty'],
      missing: ['lstmAutoencoder'],
    });
    expect(quickDetectors(['lstm'], 'window')).toEqual({ judging: ['lstmAutoencoder'], missing: [] });
  });
});
