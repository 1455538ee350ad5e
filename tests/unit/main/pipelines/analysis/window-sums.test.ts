import { describe, expect, it } from 'vitest';
import { NO_LINEAGE } from '#shared/domain/feature-table.ts';
import { WindowSums } from '../../../../../src-main/pipelines/analysis/window-sums.ts';
import { countColumn, windowTable } from '../../../../helpers/feature-tables.ts';

const MINUTE = 60_000_000_000n;
const lineage = { ...NO_LINEAGE, templateId: 'a' };
const table = windowTable([countColumn('a', [1, 2, 3, 4])]);
/** First event at 5 s, last one just before 3 min 30 s. */
const range = { fromNs: 5_000_000_000n, toNs: 3n * MINUTE + 30_000_000_000n };

describe('WindowSums', () => {
  const sums = new WindowSums(table, range);

  it('counts over whole windows, the ends of the log standing for anything beyond', () => {
    expect(sums.countIn(lineage, { fromNs: MINUTE, toNs: 3n * MINUTE })).toBe(5);
    expect(sums.countIn(lineage, { fromNs: range.fromNs, toNs: range.toNs })).toBe(10);
    expect(sums.countIn(lineage, { fromNs: -MINUTE, toNs: 9n * MINUTE })).toBe(10);
    expect(sums.countAll(lineage)).toBe(10);
  });

  it('does not guess: cut windows, unknown features, overlapping windows, a part of the log', () => {
    expect(sums.countIn(lineage, { fromNs: MINUTE + 1_000_000n, toNs: 3n * MINUTE })).toBeNull();
    expect(sums.countIn({ ...lineage, host: 'h' }, { fromNs: MINUTE, toNs: 3n * MINUTE })).toBeNull();
    const sliding = { ...table, units: { ...table.units, stepSeconds: 30 } };
    expect(new WindowSums(sliding, range).countAll(lineage)).toBeNull();
    expect(new WindowSums(table, { ...range, toNs: 10n * MINUTE }).countAll(lineage)).toBeNull();
    expect(new WindowSums(windowTable([]), null).countAll(lineage)).toBeNull();
  });
});
