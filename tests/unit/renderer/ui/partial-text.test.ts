import { describe, expect, it } from 'vitest';
import { coverageText, partialSentence } from '../../../../src-renderer/ui/partial-text.ts';

const COVERAGE = {
  partialId: 'p1',
  bytes: 31,
  bytesTotal: 100,
  share: 0.31,
  events: 1000,
  toTimeNs: null,
  detectors: ['baseline'],
  missingDetectors: ['lstmAutoencoder'],
};

describe('partial incidents in words', () => {
  it('say what they are of, who has not judged, and when the exact ones come', () => {
    expect(coverageText(COVERAGE)).toBe('first 31 % of the bytes');
    expect(partialSentence(COVERAGE)).toBe(
      'Partial: first 31 % of the bytes, without LSTM autoencoder. The exact incidents come when reading ends.',
    );
    expect(partialSentence({ ...COVERAGE, missingDetectors: [] })).toContain('bytes. The exact');
  });
});
