import { describe, expect, it } from 'vitest';
import { cellText, columnWidths, resultToTsv } from '../../../../../src-renderer/panels/sql/sql-text.ts';

const RESULT = {
  columns: [
    { name: 'content', type: 'VARCHAR' },
    { name: 'event_id', type: 'BIGINT' },
  ],
  rows: [
    ['a\tb\nc', 12n],
    [null, 3],
  ],
  isTruncated: false,
  seconds: 0.1,
};

describe('SQL text', () => {
  it('separates thousands except where a number is a name', () => {
    expect(cellText(1_234_567n, 'count')).toBe('1,234,567');
    expect(cellText(1234, 'total')).toBe('1,234');
    expect(cellText(1_782_000_000_000_000_000n, 'time_ns')).toBe('1782000000000000000');
    expect(cellText(null)).toBe('');
    expect(cellText(0.25)).toBe('0.25');
  });

  it('copies as tab-separated values that keep one line a row', () => {
    expect(resultToTsv(RESULT)).toBe('content\tevent_id\na b c\t12\n\t3');
  });

  it('gives columns a width from their content, within bounds', () => {
    expect(columnWidths({ ...RESULT, rows: [['x'.repeat(500), 1]] })).toEqual([120, 10]);
  });
});
