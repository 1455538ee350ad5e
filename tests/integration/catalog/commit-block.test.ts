import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_ACCOUNT } from '#shared/domain/line-account.ts';
import type { SegmentFile } from '#shared/domain/segment.ts';
import type { BlockCommit, CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';

let caseDir: string;
let catalog: CaseCatalog;

beforeEach(async () => {
  caseDir = await mkdtemp(join(tmpdir(), 'commit-'));
  catalog = await openCase(caseDir, { mode: 'create' });
  catalog.sources.add([
    {
      jobId: 'j1',
      path: 'a.log',
      absolutePath: '/logs/a.log',
      pathHex: null,
      member: null,
      sizeBytes: 10,
      modifiedMs: 1.5,
      compression: 'none',
      status: 'pending',
    },
  ]);
});
afterEach(async () => {
  catalog.close();
  await rm(caseDir, { recursive: true });
});

const silver: SegmentFile = {
  layer: 'silver',
  relativePath: 'silver/dt=2262-04-11/s0001-b000000.parquet',
  name: 's0001-b000000',
  sourceId: 1,
  rows: 2,
  sizeBytes: 123,
  crc32: 0xffff_ffff,
  minTimeNs: -9_223_372_035_000_000_000n,
  maxTimeNs: 9_223_372_035_999_999_999n,
  firstEventId: 0,
  lastEventId: 1,
  firstLine: 1,
  lastLine: 3,
  untimedRows: 0,
  isTimeOrdered: true,
};

function block(overrides: Partial<BlockCommit> = {}): BlockCommit {
  return {
    sourceId: 1,
    account: { ...EMPTY_ACCOUNT, lines: 3, events: 2, eventLines: 2, continuationLines: 1, bytesIn: 10, bytesOut: 10 },
    resume: { blockIndex: 1, parserState: '#Fields a' },
    firstTimeNs: 1_700_000_000_123_456_789n,
    lastTimeNs: 1_700_000_001_000_000_001n,
    segments: [silver],
    shapes: [
      { shapeId: 'aa', shape: { shapeId: 'aa', parts: ['a ', ''], maskNames: ['number'] }, count: 2, firstEventId: 0 },
    ],
    ...overrides,
  };
}

describe('CaseCatalog.commitBlock', () => {
  it('stores files, account, resume point and shapes together, with every nanosecond', () => {
    const before = catalog.revision;
    catalog.commitBlock(block());
    expect(catalog.revision).toBe(before + 1);
    expect(catalog.segments.list()).toEqual([silver]);
    expect(catalog.sources.get(1)).toMatchObject({
      status: 'pending',
      modifiedMs: 1.5,
      account: { lines: 3, events: 2 },
      resume: { blockIndex: 1, parserState: '#Fields a' },
      firstTimeNs: 1_700_000_000_123_456_789n,
      lastTimeNs: 1_700_000_001_000_000_001n,
    });
    expect(catalog.sources.countEvents()).toBe(2);
    expect(catalog.shapes.list()).toEqual([
      { shapeId: 'aa', parts: ['a ', ''], maskNames: ['number'], count: 2, firstEventId: 0 },
    ]);
  });

  it('adds up the uses of a shape over blocks and keeps the earliest', () => {
    catalog.commitBlock(block({ shapes: [{ ...block().shapes[0]!, firstEventId: 7 }] }));
    catalog.commitBlock(block({ segments: [], shapes: [{ shapeId: 'aa', shape: null, count: 5, firstEventId: 3 }] }));
    expect(catalog.shapes.list()).toMatchObject([{ count: 7, firstEventId: 3 }]);
    catalog.commitBlock(block({ segments: [], shapes: [], extraLines: { eventId: 1, lines: 2 } }));
    catalog.commitBlock(block({ segments: [], shapes: [], extraLines: { eventId: 1, lines: 3 } }));
    expect(catalog.segments.listExtraLines()).toEqual([{ eventId: 1, lines: 5 }]);
  });

  it.each([
    ['an account that hides a line', 'catalog.unbalanced', { account: { ...block().account, lines: 4 } }],
    ['a block that is already there', 'catalog.constraint', { segments: [silver, silver] }],
    [
      'a shape nobody stored',
      'catalog.unknown-shape',
      { shapes: [{ shapeId: 'zz', shape: null, count: 1, firstEventId: 0 }] },
    ],
    ['an unknown source', 'catalog.not-found', { sourceId: 9 }],
  ])('refuses %s and stores nothing of the block', (_what, code, overrides) => {
    const before = catalog.manifest();
    expect(() => catalog.commitBlock(block(overrides))).toThrow(expect.objectContaining({ code }));
    expect(catalog.manifest()).toEqual(before);
    expect(catalog.sources.get(1).resume).toBeNull();
  });

  it('shows a reader in another connection each block whole', async () => {
    const reader = await openCase(caseDir, { mode: 'read' });
    expect(reader.manifest().segments).toEqual([]);
    catalog.commitBlock(block());
    expect(reader.manifest()).toMatchObject({ segments: [silver], shapes: [{ count: 2 }] });
    reader.close();
  });
});

describe('CaseCatalog', () => {
  it('keeps runs with their findings and gives the current one to readers', () => {
    const anomaly = {
      unitId: 'w1',
      startNs: 1_700_000_000_000_000_001n,
      endNs: null,
      score: 0.9,
      kinds: ['spike'],
      entities: [],
      templateIds: ['t1'],
      votes: [],
    };
    const incident = {
      incidentId: 'i1',
      startNs: 1_700_000_000_000_000_001n,
      endNs: null,
      score: 0.9,
      summary: 'x',
      kinds: ['spike'],
      entities: [],
      templateIds: ['t1'],
      unitIds: ['w1'],
      claims: [],
      evidence: [],
    };
    const gold = { table: 'scores' as const, relativePath: 'gold/scores/r0001.parquet', rows: 1, sizeBytes: 9 };
    const run = { kind: 'analysis', options: { seed: 1 }, result: { at: 5n }, threshold: 0.5, gold: [gold] };
    expect(catalog.runs.nextRunId()).toBe('r0001');
    const stored = catalog.commitRun({ ...run, anomalies: [anomaly], incidents: [incident] });
    expect(stored).toMatchObject({ runId: 'r0001', result: { at: 5n }, threshold: 0.5, isCurrent: true });
    expect(catalog.manifest()).toMatchObject({ gold: [gold], anomalies: [anomaly], incidents: [incident] });
    catalog.replaceFindings('r0001', { threshold: 0.95, anomalies: [], incidents: [] });
    expect(catalog.manifest()).toMatchObject({ gold: [gold], anomalies: [], incidents: [] });
    catalog.commitRun({ ...run, gold: [], anomalies: [anomaly], incidents: [] });
    expect(catalog.runs.list().map((each) => [each.runId, each.isCurrent])).toEqual([
      ['r0002', true],
      ['r0001', false],
    ]);
    expect(() => catalog.replaceFindings('r9', { threshold: 1, anomalies: [], incidents: [] })).toThrow(
      expect.objectContaining({ code: 'catalog.not-found' }),
    );
  });

  it('keeps the names people gave to templates over a new mining', () => {
    const template = { templateId: 't1', text: 'a <*>', parts: ['a ', ''], maskNames: ['number'] };
    const alignments = [{ shapeId: 'aa', templateId: 't1', wildcards: [[{ index: 0 }]] }];
    catalog.saveTemplates({ templates: [template], alignments });
    catalog.saveTemplates({ templates: [template], alignments, names: new Map([['t1', 'Lost block']]) });
    catalog.saveTemplates({ templates: [template], alignments });
    expect(catalog.templates.list()).toEqual([{ ...template, name: 'Lost block' }]);
    expect(catalog.templates.listAlignments()).toEqual(alignments);
    catalog.saveTemplates({ templates: [template], alignments, names: new Map() });
    expect(catalog.templates.list()[0]?.name).toBeNull();
    catalog.saveTemplates({ templates: [], alignments: [] });
    expect(catalog.templates.count()).toBe(0);
  });

  it('keeps jobs, thresholds, notes, view state and quality checks', () => {
    const job = {
      jobId: 'j1',
      kind: 'analyze',
      state: 'running',
      title: 'a.log',
      input: { paths: ['a.log'] },
      progress: null,
      result: null,
      error: null,
      createdMs: 1,
      updatedMs: 2,
    };
    catalog.jobs.save(job);
    catalog.jobs.save({ ...job, state: 'done', updatedMs: 3 });
    catalog.jobs.save({ ...job, jobId: 'j2', createdMs: 5 });
    expect(catalog.jobs.list().map((each) => each.jobId)).toEqual(['j2', 'j1']);
    expect(catalog.jobs.list(['done'])).toEqual([{ ...job, state: 'done', updatedMs: 3 }]);
    expect(catalog.jobs.find('none')).toBeNull();

    catalog.thresholds.set({ detector: 'ensemble', value: 0.5, origin: 'auto', updatedMs: 1 });
    catalog.thresholds.set({ detector: 'ensemble', value: 0.7, origin: 'user', updatedMs: 2 });
    expect(catalog.thresholds.list()).toEqual([{ detector: 'ensemble', value: 0.7, origin: 'user', updatedMs: 2 }]);

    const note = {
      targetKind: 'unit',
      targetId: 'w1',
      kind: 'anomalous',
      text: '',
      author: null,
      createdMs: 1,
    } as const;
    const noteId = catalog.notes.add(note);
    catalog.notes.add({ ...note, targetId: 'w2' });
    expect(catalog.notes.list({ kind: 'unit', id: 'w1' })).toEqual([{ ...note, noteId }]);
    catalog.notes.remove(noteId);
    expect(catalog.notes.list()).toHaveLength(1);

    catalog.viewState.set('layout', { a: [1] });
    catalog.viewState.set('layout', { a: [2] });
    catalog.viewState.set('gone', 1);
    catalog.viewState.set('gone', undefined);
    expect(catalog.viewState.get('layout')).toEqual({ a: [2] });
    expect(catalog.viewState.all()).toEqual({ layout: { a: [2] } });

    const check = {
      checkId: 'silver.rows',
      layer: 'silver',
      title: 't',
      status: 'pass',
      observed: '1',
      expected: '1',
      detail: '',
    } as const;
    catalog.qualityChecks.replace('silver', [check, { ...check, checkId: 'silver.time' }], 1);
    catalog.qualityChecks.replace('silver', [check], 2);
    expect(catalog.qualityChecks.list()).toEqual([check]);
  });
});
