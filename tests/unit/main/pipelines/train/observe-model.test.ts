import { describe, expect, it } from 'vitest';
import { scoreWith } from '../../../../../src-main/models/score-units.ts';
import { alertsOf, observeModel } from '../../../../../src-main/pipelines/train/observe-model.ts';
import { countColumn, sessionTable } from '../../../../helpers/feature-tables.ts';
import { artifactTable, makeArtifact } from '../../../../helpers/model-artifacts.ts';

const artifact = await makeArtifact('session');
const { threshold } = artifact.metrics;

describe('observeModel', () => {
  it('sees no drift in other units of the same kind', () => {
    const scored = scoreWith(artifact.fitted, artifactTable('session', 7, 400));
    const seen = observeModel(artifact, { scored, threshold, unknownShare: 0, evaluation: null });
    expect(seen).toMatchObject({ units: 400, drifted: 0, compared: 3, unknownShare: 0 });
    expect(seen.features[0]!.drift).toBeLessThan(0.1);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(seen.scoreBins?.trained).toEqual(artifact.reference.scores);
    expect(sum(seen.scoreBins?.seen ?? [])).toBe(400);
    expect(seen.scoreBins?.seen).toHaveLength(artifact.reference.scores.length);
    // How many of them it flags is the detectors' affair, and told by another alert.
    expect(alertsOf(artifact.metrics, seen).filter(({ kind }) => kind === 'drift')).toEqual([]);
  });

  it('names the feature that moved, and raises alerts for drift and for too many alarms', () => {
    const many = sessionTable([
      countColumn(
        'a',
        Array.from({ length: 300 }, (_, i) => 4000 + (i % 3)),
      ),
      countColumn(
        'b',
        Array.from({ length: 300 }, (_, i) => i % 2),
      ),
    ]);
    const scored = scoreWith(artifact.fitted, many);
    const seen = observeModel(artifact, { scored, threshold, unknownShare: 0.2, evaluation: null });
    expect(seen.features[0]).toMatchObject({ feature: 'events template=a' });
    expect(seen.features[0]!.drift).toBeGreaterThan(1);
    const alerts = alertsOf(artifact.metrics, { ...seen, alarmShare: 0.4 });
    expect(alerts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['drift', 'degradation']));
    const messages = alerts.map(({ message }) => message).join('\n');
    expect(messages).toMatch(/40\.0 % of the units lie above the threshold/);
    expect(messages).toMatch(/20\.0 % of the events.*does not know/);
  });

  it('says nothing of a handful of units, but counts a lost F1', () => {
    const scored = scoreWith(artifact.fitted, artifactTable('session', 7, 20));
    const labelled = { precision: 1, recall: 1, f1: 1, rocAuc: 1, prAuc: 1 };
    const evaluation = { ...labelled, recall: 0.5, f1: 0.667 };
    const seen = observeModel(artifact, { scored, threshold, unknownShare: 0.9, evaluation });
    expect(alertsOf({ ...artifact.metrics, labelled }, seen)).toEqual([
      { kind: 'degradation', message: expect.stringContaining('F1 is 0.667') },
    ]);
  });
});
