import { describe, expect, it } from 'vitest';
import type { SegmentFile } from '#shared/domain/segment.ts';
import { isInTimeOrder } from '../../../../src-main/lake/event-order.ts';

function file(
  name: string,
  firstEventId: number,
  times: [bigint, bigint] | null,
  changes: Partial<SegmentFile> = {},
): SegmentFile {
  return {
    layer: 'silver',
    relativePath: `silver/${name}.parquet`,
    name,
    sourceId: 1,
    rows: 1,
    sizeBytes: 1,
    crc32: 0,
    minTimeNs: times?.[0] ?? null,
    maxTimeNs: times?.[1] ?? null,
    firstEventId,
    lastEventId: firstEventId + 9,
    firstLine: 1,
    lastLine: 10,
    untimedRows: 0,
    isTimeOrdered: true,
    ...changes,
  };
}

describe('isInTimeOrder', () => {
  it.each<[string, SegmentFile[], boolean]>([
    ['nothing', [], true],
    ['blocks that follow each other, touching', [file('a', 0, [1n, 5n]), file('b', 10, [5n, 9n])], true],
    ['blocks handed over in another order', [file('b', 10, [5n, 9n]), file('a', 0, [1n, 5n])], true],
    ['a block that starts before an earlier one ended', [file('a', 0, [1n, 5n]), file('b', 10, [4n, 9n])], false],
    ['a block that is not ordered inside', [file('a', 0, [1n, 5n], { isTimeOrdered: false })], false],
    ['blocks without times in between', [file('a', 0, [1n, 5n]), file('b', 10, null), file('c', 20, [3n, 9n])], false],
    ['no times at all', [file('a', 0, null), file('b', 10, null)], true],
    ['files of one block, one a day', [file('a', 0, [1n, 2n]), file('a', 0, [3n, 4n]), file('b', 10, [4n, 4n])], true],
    [
      'a later day in an earlier block',
      [file('a', 0, [1n, 2n]), file('a', 0, [8n, 9n]), file('b', 10, [4n, 4n])],
      false,
    ],
    ['other layers', [file('a', 0, [9n, 9n], { layer: 'bronze', isTimeOrdered: false }), file('a', 0, [1n, 1n])], true],
  ])('for %s', (_what, segments, expected) => {
    expect(isInTimeOrder(segments)).toBe(expected);
  });
});
