import { describe, expect, it } from 'vitest';
import type { ClockOffset, FileReport } from '#shared/contract/analysis-document.ts';
import {
  clockText,
  correctedOffset,
  orderNotes,
  repairTexts,
  sourceOf,
  warningPlace,
} from '../../../../../src-renderer/panels/quality/file-text.ts';

const OFFSET: ClockOffset = {
  path: 'b.log',
  member: null,
  againstPath: 'a.log',
  againstMember: null,
  offsetSeconds: 3599.9996,
  spreadSeconds: 0.4,
  shared: 120,
};

describe('a file as text', () => {
  it('is found among the sources by path and member', () => {
    const sources = [
      { sourceId: 0, path: 'a.zip', member: 'x.log' },
      { sourceId: 1, path: 'a.zip', member: null },
    ];
    expect(sourceOf(sources, { path: 'a.zip', member: null })?.sourceId).toBe(1);
    expect(sourceOf(sources, { path: 'b.zip', member: null })).toBeUndefined();
  });

  it('says what was fixed by hand', () => {
    const repair = {
      format: 'json',
      encoding: 'utf-16le',
      timezone: 'UTC',
      offsetSeconds: -5,
      dateOrder: 'dmy' as const,
    };
    expect(repairTexts(repair)).toEqual(['format json', 'encoding utf-16le', 'zone UTC', 'clock −5 s', 'day first']);
    expect(repairTexts(null)).toEqual([]);
  });

  it('says how its events run in time, and nothing when they run well', () => {
    expect(orderNotes({ order: { outOfOrder: 0, greatestStepBackSeconds: 0, gaps: [] } })).toEqual([]);
    expect(orderNotes({ order: null })).toEqual([]);
    const gaps = [{ start: '2024-05-01T10:00:00Z', end: '2024-05-01T12:00:00Z', seconds: 7200 }];
    expect(orderNotes({ order: { outOfOrder: 3, greatestStepBackSeconds: 2, gaps } })).toEqual([
      '3 events earlier than the one before, by 2 s at most',
      'Longest silence: 2 h from 2024-05-01 10:00:00Z',
    ]);
  });

  it('says where a warning holds', () => {
    expect([warningPlace(4, 8123), warningPlace(1, 7), warningPlace(3, null), warningPlace(1, null)]).toEqual([
      '4 lines, first at 8,123',
      'line 7',
      '3 lines',
      '',
    ]);
  });

  it('says how far a clock is off, and what lays it on the other', () => {
    expect(clockText(OFFSET)).toBe('1 h later than a.log, by 120 identifiers in both (± 400 ms)');
    const file = (offsetSeconds: number) =>
      ({ path: 'b.log', member: null, repair: { offsetSeconds } }) as Partial<FileReport> as FileReport;
    expect(correctedOffset(OFFSET, [])).toBe(-3600);
    expect(correctedOffset({ ...OFFSET, offsetSeconds: 2 }, [file(5)])).toBe(3);
  });
});
