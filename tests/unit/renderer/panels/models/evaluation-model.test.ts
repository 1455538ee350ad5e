import { describe, expect, it } from 'vitest';
import {
  confusionRows,
  curvesOf,
  labelledUnits,
  qualityOf,
} from '../../../../../src-renderer/panels/models/evaluation-model.ts';

// Rows:                             0    1    2    3    4    5    6
const scores = Float64Array.from([0.9, 0.1, 0.8, 0.4, 0.7, 0.2, Number.NaN]);
const labels = Float64Array.from([1, 0, 0, 1, Number.NaN, 0, 1]);
const units = labelledUnits(scores, labels)!;

describe('labelled units', () => {
  it('are those with a label and a score', () => {
    expect(units.rows).toEqual([0, 1, 2, 3, 5]);
    expect([...units.labels]).toEqual([1, 0, 0, 1, 0]);
    expect(labelledUnits(scores, null)).toBeNull();
    expect(labelledUnits(scores, new Float64Array(7).fill(Number.NaN))).toBeNull();
  });

  it('are counted at a threshold, strictly above', () => {
    expect(qualityOf(units, 0.5)).toMatchObject({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 2,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
    expect(qualityOf(units, 0.9)).toMatchObject({ truePositives: 0, falsePositives: 0, precision: 0 });
    expect(qualityOf(units, 0.3)).toMatchObject({ truePositives: 2, falsePositives: 1, recall: 1 });
  });

  it('are listed by cell with rows of the table, the highest score first', () => {
    expect(confusionRows(units, 0.05, 'falsePositives')).toEqual([2, 5, 1]);
    expect(confusionRows(units, 0.95, 'falseNegatives')).toEqual([0, 3]);
    expect(confusionRows(units, 0.5, 'truePositives')).toEqual([0]);
    expect(confusionRows(units, 0.5, 'falseNegatives')).toEqual([3]);
  });

  it('give curves with the areas of the field’s definitions', () => {
    const curves = curvesOf(units);
    // Of the 2 x 3 pairs the anomalous unit is ahead in 5: 0.9 beats all, 0.4 beats 0.1 and 0.2.
    expect(curves.rocAuc).toBeCloseTo(5 / 6);
    // Average precision: 1/1 at the first, 2/3 at the second.
    expect(curves.prAuc).toBeCloseTo((1 + 2 / 3) / 2);
    expect(curves.roc[0]).toEqual({ x: 0, y: 0, threshold: Number.POSITIVE_INFINITY });
    expect(curves.roc.at(-1)).toMatchObject({ x: 1, y: 1, threshold: 0.1 });
    expect(curves.pr[0]).toEqual({ x: 0.5, y: 1, threshold: 0.9 });
    expect(curves.baseRate).toBeCloseTo(2 / 5);
  });

  it('have no ROC curve when one class is absent', () => {
    const normal = labelledUnits(Float64Array.from([0.1, 0.2]), Float64Array.from([0, 0]))!;
    expect(curvesOf(normal)).toMatchObject({ roc: [], pr: [], rocAuc: null, prAuc: null, baseRate: 0 });
  });
});
