import { describe, expect, it } from 'vitest';
import { isBalanced } from '#shared/domain/line-account.ts';
import type { BlockSummary } from '../../../../../src-main/pipelines/ingest/block-protocol.ts';
import { reduceBlock } from '../../../../../src-main/pipelines/ingest/reduce-block.ts';
import { startProgress } from '../../../../../src-main/pipelines/ingest/source-progress.ts';

const timeNs = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;

function summary(fields: Partial<BlockSummary>): BlockSummary {
  return {
    blockIndex: 0,
    assumption: { hasOpenEvent: false, parserState: '' },
    lines: 10,
    events: 7,
    eventLines: 7,
    continuationLines: 1,
    blankLines: 1,
    rejectedLines: 1,
    leadingContinuations: 0,
    hasOpenEventAtEnd: true,
    parserStateAtEnd: '',
    yearless: null,
    firstTimeNs: null,
    lastTimeNs: null,
    minTimeNs: null,
    maxTimeNs: null,
    order: { greatestStepBackNs: 0n, gaps: [] },
    troubles: [],
    shapes: [],
    severityCounts: [0, 0, 0, 7, 0, 0, 0],
    ...fields,
  };
}

const read = (nextDecodedOffset: number) => ({ nextDecodedOffset, storedOffset: nextDecodedOffset / 2, warnings: [] });

describe('reduceBlock', () => {
  it('places blocks behind one another and keeps the account balanced', () => {
    const first = reduceBlock(startProgress(false), summary({}), read(100));
    const second = reduceBlock(first.progress, summary({}), read(300));
    expect(first.place).toMatchObject({ firstLine: 1, eventsBefore: 0 });
    expect(second.place).toMatchObject({ firstLine: 11, eventsBefore: 7 });
    expect(second.progress.account).toMatchObject({ lines: 20, events: 14, bytesOut: 300, bytesIn: 150 });
    expect(isBalanced(second.progress.account)).toBe(true);
    expect(second.progress).toMatchObject({ blockIndex: 2, decodedOffset: 300, hasOpenEvent: true });
  });

  it('turns the year between December and January, and only there', () => {
    const december = summary({
      yearless: { shift: 0, firstMonth: 11, firstDay: 3, lastMonth: 12, lastDay: 31 },
      lastTimeNs: timeNs('2023-12-31T23:59:59Z'),
    });
    const january = summary({
      yearless: { shift: 0, firstMonth: 1, firstDay: 1, lastMonth: 1, lastDay: 2 },
      firstTimeNs: timeNs('2023-01-01T00:00:00Z'),
      minTimeNs: timeNs('2023-01-01T00:00:00Z'),
      maxTimeNs: timeNs('2023-01-02T00:00:00Z'),
    });
    const first = reduceBlock(startProgress(false), december, read(100));
    const second = reduceBlock(first.progress, january, read(200));
    expect(first.place.yearShift).toBe(0);
    expect(second.place.yearShift).toBe(1);
    expect(second.progress.maxTimeNs).toBe(timeNs('2024-01-02T00:00:00Z').toString());
    expect(second.progress.warnings).toEqual([]);
  });

  it('carries roll-overs inside a block on to the next', () => {
    const turning = summary({ yearless: { shift: 2, firstMonth: 3, firstDay: 1, lastMonth: 2, lastDay: 1 } });
    const after = summary({ yearless: { shift: 0, firstMonth: 2, firstDay: 1, lastMonth: 3, lastDay: 1 } });
    const first = reduceBlock(startProgress(false), turning, read(100));
    expect(reduceBlock(first.progress, after, read(200)).place.yearShift).toBe(2);
  });

  it('notices disorder across a block border, at the first line of the later block', () => {
    const late = summary({ lastTimeNs: timeNs('2024-05-01T12:00:00Z') });
    const early = summary({ firstTimeNs: timeNs('2024-05-01T11:00:00Z') });
    const first = reduceBlock(startProgress(false), late, read(100));
    const second = reduceBlock(first.progress, early, read(200));
    expect(second.progress.warnings).toMatchObject([
      { class: 'W_OUT_OF_ORDER', count: 1, firstLine: 11, firstOffset: 100 },
    ]);
  });

  it('sums trouble by class and keeps the first place', () => {
    const trouble = { class: 'W_PARSE', count: 2, firstLine: 3, firstOffset: 40 } as const;
    const first = reduceBlock(startProgress(false), summary({ troubles: [trouble] }), read(100));
    const second = reduceBlock(first.progress, summary({ troubles: [trouble] }), read(200));
    expect(second.progress.warnings).toMatchObject([{ class: 'W_PARSE', count: 4, firstLine: 4, firstOffset: 40 }]);
  });
});
