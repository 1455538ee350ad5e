import { describe, expect, it } from 'vitest';
import { NO_LINEAGE, type FeatureLineage } from '#shared/domain/feature-table.ts';
import { type AnomalousWindow, foldWindows } from '../../../../../src-main/pipelines/analysis/fold-windows.ts';
import {
  findingsAt,
  type IncidentKind,
  templatePresence,
  type WindowFinding,
} from '../../../../../src-main/pipelines/analysis/incident-kinds.ts';
import { studyOf } from '../../../../../src-main/models/window-study.ts';
import { countColumn, windowTable } from '../../../../helpers/feature-tables.ts';

const { units } = windowTable([
  countColumn(
    'a',
    Array.from({ length: 200 }, () => 1),
  ),
]);

function finding(kind: IncidentKind, lineage: Partial<FeatureLineage>, surprise = 10): WindowFinding {
  const full = { ...NO_LINEAGE, ...lineage };
  return {
    kind,
    surprise,
    actual: 10,
    typical: 1,
    isByModel: false,
    column: Array.from(JSON.stringify(full)).reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) % 1_000_003,
    spec: { name: JSON.stringify(full), unit: 'events', measure: 'count', scale: 0, lineage: full },
  };
}

const window = (unit: number, ...findings: WindowFinding[]): AnomalousWindow => ({
  unit,
  score: 0.5 + unit / 1000,
  findings,
});

describe('foldWindows', () => {
  const spike = finding('spike', { service: 'api', templateId: 't1' });

  it('folds neighbours that share a service into one incident', () => {
    const folded = foldWindows([window(10, spike), window(11, spike), window(12, spike)], units);
    expect(folded).toHaveLength(1);
    expect(folded[0]).toMatchObject({
      units: [10, 11, 12],
      kinds: ['spike'],
      entities: ['api'],
      templateIds: ['t1'],
      score: 0.512,
    });
  });

  it('keeps apart what is far in time, or near but of another service and template', () => {
    const other = finding('silence', { service: 'db', templateId: 't9' });
    expect(foldWindows([window(10, spike), window(60, spike)], units)).toHaveLength(2);
    expect(foldWindows([window(10, spike), window(11, other)], units).map(({ kinds }) => kinds)).toEqual([
      ['spike'],
      ['silence'],
    ]);
  });

  it('bridges a window that missed the threshold', () => {
    expect(foldWindows([window(10, spike), window(12, spike)], units)).toHaveLength(1);
  });

  it('tells a new statement before the errors it counts as', () => {
    const errors = finding('errors', { service: 'api', minimumBand: 5 }, 100);
    const isNew = finding('newTemplate', { service: 'api', templateId: 't2' }, 20);
    expect(foldWindows([window(1, errors, isNew)], units)[0]!.kinds).toEqual(['newTemplate', 'errors']);
  });

  it('does not take the order that a silence leaves behind for a cause of its own', () => {
    const silence = finding('silence', { service: 'api' }, -20);
    const order = finding('reorder', { service: 'db', previousTemplateId: 't1', templateId: 't3' }, 30);
    expect(foldWindows([window(1, order, silence)], units)[0]!.kinds).toEqual(['silence']);
    expect(foldWindows([window(1, order)], units)[0]!.kinds).toEqual(['reorder']);
  });

  it('tells a silence also where many orders changed by it', () => {
    const order = finding('reorder', { service: 'api', templateId: 't2', previousTemplateId: 't1' }, 60);
    const silence = finding('silence', { service: 'api' }, -8);
    expect(foldWindows([window(10, order, silence)], units)[0]?.kinds).toEqual(['silence']);
    const faint = finding('silence', { service: 'api' }, -3);
    expect(foldWindows([window(10, order, faint)], units)[0]?.kinds).toEqual(['reorder']);
  });

  it('has no incident for no windows', () => {
    expect(foldWindows([], units)).toEqual([]);
  });
});

describe('findingsAt', () => {
  const steady = Array.from({ length: 200 }, (_, i) => 20 + (i % 3));
  const burst = steady.map((count, i) => (i >= 100 && i < 104 ? count * 4 : count));
  const quiet = steady.map((count, i) => (i >= 100 && i < 104 ? 0 : count));
  const late = steady.map((_, i) => (i >= 100 && i < 104 ? 6 : 0));
  const table = windowTable([
    countColumn('burst', burst, { service: 'api' }),
    countColumn('quiet', quiet, { service: 'db' }),
    {
      ...countColumn('late', late, { service: 'web' }),
      rows: Int32Array.of(100, 101, 102, 103),
      values: Float64Array.of(6, 6, 6, 6),
    },
    countColumn('burst', burst, { service: 'api', previousTemplateId: 'other' }),
  ]);
  const study = studyOf(table);
  const facts = { bands: new Map([['burst', 5]]), presence: templatePresence(study), windowCount: 200 };
  const kinds = (window: number) =>
    new Map(findingsAt(study, 200, window, facts).map(({ spec, kind }) => [spec.lineage.templateId, kind]));

  it('names errors, silence and new statements', () => {
    expect(kinds(101)).toEqual(
      new Map([
        ['burst', 'errors'],
        ['quiet', 'silence'],
        ['late', 'newTemplate'],
      ]),
    );
  });

  it('leaves out transitions that changed counts explain', () => {
    expect(findingsAt(study, 200, 101, facts).every(({ spec }) => spec.lineage.previousTemplateId === null)).toBe(true);
  });

  it('finds nothing in a usual window', () => {
    expect(kinds(50).size).toBe(0);
  });
});
