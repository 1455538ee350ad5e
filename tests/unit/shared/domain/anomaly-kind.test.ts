import { describe, expect, it } from 'vitest';
import { anomalyKindText } from '#shared/domain/anomaly-kind.ts';

describe('kinds of anomalies as text', () => {
  it('are words of their own', () => {
    expect(['spike', 'newTemplate', 'rare-sequence'].map(anomalyKindText)).toEqual([
      'spike',
      'new template',
      'rare sequence',
    ]);
  });
});
