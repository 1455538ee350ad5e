import { describe, expect, it } from 'vitest';
import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import type { LayerCheck } from '#shared/contract/quality.ts';
import {
  orderFiles,
  qualityChecks,
  summariseLayers,
} from '../../../../../src-renderer/panels/quality/quality-model.ts';

const ACCOUNT = {
  lines: 10,
  events: 7,
  eventLines: 7,
  continuationLines: 2,
  blankLines: 1,
  rejectedLines: 0,
  bytesIn: 100,
  bytesOut: 100,
};
const file = (path: string, patch: Partial<FileReport> = {}): FileReport => ({
  ...ACCOUNT,
  path,
  member: null,
  status: 'whole',
  encoding: 'utf-8',
  format: 'iso',
  formatConfidence: 1,
  firstTime: null,
  lastTime: null,
  errors: [],
  warnings: [],
  ...patch,
});
const document = (files: FileReport[], totals: Partial<AnalysisDocument['totals']> = {}): AnalysisDocument => ({
  case: '/case',
  files,
  totals: { ...ACCOUNT, files: files.length, errors: 0, warnings: 0, templates: 3, ...totals },
  errors: [],
  sessions: 0,
  windows: 0,
  detectors: [{ name: 'baseline', fallback: null, seconds: 1 }],
  threshold: 0.9,
  anomalies: 0,
  incidents: [],
  evaluation: null,
  seconds: {},
  peakRssBytes: 0,
});
const stateOf = (name: string, doc: AnalysisDocument) => qualityChecks(doc).find((check) => check.name === name)?.state;

describe('quality checks', () => {
  it('pass for a balanced case', () => {
    expect(qualityChecks(document([file('a')])).every((check) => check.state === 'pass')).toBe(true);
  });

  it('fail when a file does not add up, and name it', () => {
    const doc = document([file('a'), file('b', { rejectedLines: 1 })], { lines: 20, events: 14, bytesIn: 200 });
    expect(stateOf('Every line accounted for', doc)).toBe('fail');
    expect(qualityChecks(doc)[0]?.detail).toContain('b');
  });

  it('recount the total themselves', () => {
    expect(stateOf('Files add up to the total', document([file('a')], { lines: 11 }))).toBe('fail');
  });

  it('say unread files, rejected lines, unsure formats and detectors that fell back', () => {
    const doc = document([file('a', { status: 'partial', formatConfidence: 0.5 })], { rejectedLines: 4 });
    expect(stateOf('Files read to their end', doc)).toBe('fail');
    expect(stateOf('Rejected lines', doc)).toBe('note');
    expect(stateOf('Formats recognised', doc)).toBe('note');
    expect(
      stateOf('Detectors', { ...doc, detectors: [{ name: 'forest', fallback: 'too few windows', seconds: 0 }] }),
    ).toBe('note');
  });

  it('put files with trouble first', () => {
    const files = [file('fine'), file('partial', { status: 'partial' }), file('rejected', { status: 'rejected' })];
    expect(orderFiles(files).map((one) => one.path)).toEqual(['rejected', 'partial', 'fine']);
  });
});

describe('summariseLayers', () => {
  const check = (layer: LayerCheck['layer'], status: LayerCheck['status'], checkId = `${layer}.x`): LayerCheck => ({
    checkId,
    layer,
    status,
    title: 't',
    observed: '1',
    expected: '0',
    detail: '',
  });

  it('leaves out layers that were not checked and takes the worst state', () => {
    expect(summariseLayers([])).toEqual([]);
    const layers = summariseLayers([
      check('silver', 'warn', 'silver.order'),
      check('silver', 'fail', 'silver.ids'),
      check('silver', 'pass'),
      check('bronze', 'pass'),
    ]);
    expect(layers.map((layer) => [layer.name.split(':')[0], layer.state])).toEqual([
      ['Bronze', 'pass'],
      ['Silver', 'fail'],
    ]);
    expect(layers[1]?.notable.map((one) => one.checkId)).toEqual(['silver.ids', 'silver.order']);
    expect(layers[1]?.detail).toBe('1 of 3 checks passed.');
  });
});
