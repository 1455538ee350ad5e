import { describe, expect, it } from 'vitest';
import { filterParts } from '../../../../../src-renderer/panels/events/filter-chips.ts';

const CONTEXT = {
  zone: 'utc' as const,
  templateText: (id: string) => `text of ${id}`,
  sourcePath: (id: number) => `file-${id}.log`,
};

describe('filter parts', () => {
  it('say each narrowing in words and how the filter looks without it', () => {
    const parts = filterParts({ query: 'disk', fromNs: 0n, toNs: 60_000_000_000n, severityBands: [5, 6] }, CONTEXT);
    expect(parts.map((part) => part.label)).toEqual(['1970-01-01 00:00:00 – 00:01:00', 'error, fatal']);
    expect(parts[0]?.without).toEqual({ query: 'disk', severityBands: [5, 6] });
  });

  it('name templates and files, and shorten long lists', () => {
    const parts = filterParts({ templateIds: ['a'], sourceIds: [1, 2, 3, 4], hiddenTemplateIds: ['x', 'y'] }, CONTEXT);
    expect(parts.map((part) => part.label)).toEqual([
      'template text of a',
      '2 hidden templates',
      'file file-1.log, file-2.log and 2 more',
    ]);
  });

  it('are empty for an empty filter and leave the query to the query bar', () => {
    expect(filterParts({}, CONTEXT)).toEqual([]);
    expect(filterParts({ query: 'x' }, CONTEXT)).toEqual([]);
  });
});
