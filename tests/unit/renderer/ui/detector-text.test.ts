import { expect, it } from 'vitest';
import { detectorText } from '../../../../src-renderer/ui/detector-text.ts';

it('says detectors as words', () => {
  expect(['baseline', 'isolationForest', 'isolation-forest', 'lstm'].map(detectorText)).toEqual([
    'baseline',
    'isolation forest',
    'isolation forest',
    'LSTM',
  ]);
});
