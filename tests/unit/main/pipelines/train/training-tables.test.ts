import { describe, expect, it } from 'vitest';
import type { FeatureTable, UnitSequences } from '#shared/domain/feature-table.ts';
import { joinSequences, pruneSequences } from '../../../../../src-main/pipelines/train/join-sequences.ts';
import { joinTables } from '../../../../../src-main/pipelines/train/join-tables.ts';
import { keepNormalUnits } from '../../../../../src-main/pipelines/train/normal-units.ts';
import { fingerprintTable } from '../../../../../src-main/pipelines/train/table-fingerprint.ts';
import { decodeMemory, encodeMemory } from '../../../../../src-main/pipelines/train/training-memory.ts';
import { densify } from '../../../../../src-shared/domain/feature-table.ts';
import { countColumn, sampleColumn, sessionTable, windowTable } from '../../../../helpers/feature-tables.ts';

const denseOf = (table: FeatureTable, name: string): number[] => [
  ...densify(table.columns.find(({ spec }) => spec.name === name)!, table.units.length),
];

function withKeys(table: FeatureTable, keys: readonly string[]): FeatureTable {
  return { ...table, units: { ...table.units, keys } };
}

function startingAt(table: FeatureTable, seconds: number): FeatureTable {
  const { units } = table;
  const startSeconds = units.startSeconds.map((start) => start + seconds);
  return { ...table, units: { ...units, startSeconds, endSeconds: startSeconds.map((start) => start + 60) } };
}

/** Sequences told as words; each letter is a template. */
function sequencesOf(words: readonly string[]): UnitSequences {
  const [first] = words.map((word) => {
    const letters = word.split('');
    return {
      nodes: Int32Array.of(letters.length),
      parents: Int32Array.from([0, ...letters.keys()]),
      templates: Int32Array.from([0, ...letters.keys()]),
      templateIds: letters,
    };
  });
  return words.length === 1 ? first! : joinSequences(words.map((word) => sequencesOf([word])))!;
}

function wordsOf({ nodes, parents, templates, templateIds }: UnitSequences): string[] {
  return [...nodes].map((node) => {
    let word = '';
    for (let at = node; at > 0; at = parents[at]!) word = templateIds[templates[at]!]! + word;
    return word;
  });
}

describe('joinTables', () => {
  it('counts a session that is in both once, as it is now, and knows features of either', () => {
    const former = withKeys(sessionTable([countColumn('a', [1, 2, 3]), countColumn('old', [7, 0, 0])]), [
      'x',
      'y',
      'z',
    ]);
    const latest = withKeys(sessionTable([countColumn('a', [20, 5]), countColumn('new', [0, 9])]), ['y', 'w']);
    const joined = joinTables(former, latest);
    expect(joined.units.keys).toEqual(['x', 'z', 'y', 'w']);
    expect(denseOf(joined, 'events template=a')).toEqual([1, 3, 20, 5]);
    expect(denseOf(joined, 'events template=old')).toEqual([7, 0, 0, 0]);
    expect(denseOf(joined, 'events template=new')).toEqual([0, 0, 0, 9]);
  });

  it('keeps the time of day of former windows and lets new ones take the place of those they cover', () => {
    const day = Array.from({ length: 3000 }, (_, i) => i % 1440);
    const former = windowTable([countColumn('a', day)]);
    // Two days and 100 minutes later, so that 100 minutes of the former table have to go.
    const latest = startingAt(windowTable([countColumn('a', day.slice(0, 50))]), 60 * (2 * 1440 + 100));
    const joined = joinTables(former, latest);
    const dense = denseOf(joined, 'events template=a');
    const shift = joined.units.length - 50;
    // Windows of the former table before the new one's start, cut so that index distance is whole days.
    const lastKept = joined.units.startSeconds[shift - 1]!;
    expect((latest.units.startSeconds[0]! - lastKept - 60) % 86_400).toBe(0);
    expect(dense.slice(shift)).toEqual(day.slice(0, 50));
    expect(dense.slice(0, shift)).toEqual(day.slice(0, shift));
  });

  it('joins means without inventing evidence', () => {
    const column = sampleColumn('mean', 'p', [2, 4], [3, 5]);
    const sparse = { ...column, rows: Int32Array.of(1), values: Float64Array.of(9), weights: Float64Array.of(2) };
    const joined = joinTables(
      withKeys(sessionTable([column]), ['a', 'b']),
      withKeys({ ...sessionTable([countColumn('n', [1, 1])]), columns: [sparse] }, ['c', 'd']),
    );
    expect(joined.columns[0]).toMatchObject({
      rows: Int32Array.of(0, 1, 3),
      values: Float64Array.of(2, 4, 9),
      weights: Float64Array.of(3, 5, 2),
    });
  });
});

describe('joinSequences', () => {
  it('gives every unit its own order of templates, shared prefixes once', () => {
    const joined = joinSequences([sequencesOf(['ab', 'abc']), sequencesOf(['abd', 'x'])])!;
    expect(wordsOf(joined)).toEqual(['ab', 'abc', 'abd', 'x']);
    expect(joined.parents).toHaveLength(1 + 5);
  });

  it('is null when one side kept none, and drops prefixes nobody has', () => {
    expect(joinSequences([sequencesOf(['a']), null])).toBeNull();
    const all = sequencesOf(['ab', 'xyz']);
    const some = pruneSequences({ ...all, nodes: all.nodes.slice(0, 1) })!;
    expect(wordsOf(some)).toEqual(['ab']);
    expect(some.parents).toHaveLength(3);
  });
});

describe('training memory', () => {
  it('comes back to the last bit, sequences included', () => {
    const table = { ...sessionTable([countColumn('a', [0.1, 2, 3])]), sequences: sequencesOf(['ab', 'abc', 'x']) };
    const decoded = decodeMemory(encodeMemory(table, 1).bytes);
    expect({ ...decoded, sequences: wordsOf(decoded.sequences!) }).toEqual({ ...table, sequences: ['ab', 'abc', 'x'] });
    const windows = { ...windowTable([sampleColumn('mean', 'p', [1, 2], [3, 4])]), sequences: null };
    expect(decodeMemory(encodeMemory(windows, 1).bytes)).toEqual(windows);
  });

  it('keeps a bounded part: a random sample of sessions by the seed, the latest windows', () => {
    const counts = Array.from({ length: 25_000 }, (_, i) => i);
    const sessions = decodeMemory(encodeMemory(sessionTable([countColumn('a', counts)]), 3).bytes);
    expect(sessions.units.length).toBe(20_000);
    expect(new Set(sessions.units.keys).size).toBe(20_000);
    expect(encodeMemory(sessionTable([countColumn('a', counts)]), 3).hash).toBe(
      encodeMemory(sessionTable([countColumn('a', counts)]), 3).hash,
    );
    const windows = decodeMemory(encodeMemory(windowTable([countColumn('a', counts)]), 3).bytes);
    expect(windows.columns[0]!.values[0]).toBe(5000);
  });

  it('is refused when it is damaged or does not fit', () => {
    const { bytes } = encodeMemory(sessionTable([countColumn('a', [1, 2])]), 1);
    for (const bad of [bytes.slice(0, 30), new Uint8Array(3), Buffer.from('{}')]) {
      expect(() => decodeMemory(bad)).toThrow(expect.objectContaining({ code: 'model.bad-memory' }));
    }
  });
});

describe('keepNormalUnits', () => {
  it('leaves out sessions that are anomalous or not named', () => {
    const table = withKeys(sessionTable([countColumn('a', [1, 2, 3])]), ['x', 'y', 'z']);
    const byId = new Map([
      ['x', false],
      ['y', true],
    ]);
    const { table: kept, leftOut } = keepNormalUnits(table, { byId, intervals: [] });
    expect({ keys: kept.units.keys, leftOut }).toEqual({ keys: ['x'], leftOut: 2 });
  });

  it('gives an anomalous window the features of the last normal one, so that no hole is left', () => {
    const table = windowTable([countColumn('a', [1, 2, 50, 60, 5])], [10, 20, 500, 600, 50]);
    const interval = { startNs: 120_000_000_000n, endNs: 240_000_000_000n, isAnomalous: true };
    const { table: kept, leftOut } = keepNormalUnits(table, { byId: new Map(), intervals: [interval] });
    expect(leftOut).toBe(2);
    expect(denseOf(kept, 'events template=a')).toEqual([1, 2, 2, 2, 5]);
    expect([...kept.units.events]).toEqual([10, 20, 20, 20, 50]);
    expect([...kept.units.startSeconds]).toEqual([0, 60, 120, 180, 240]);
  });
});

describe('fingerprintTable', () => {
  it('is equal for equal data and differs for a value, a key, a name or an order', () => {
    const table = () => sessionTable([countColumn('a', [1, 2])]);
    const base = fingerprintTable(table());
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintTable(table())).toBe(base);
    const others = [
      sessionTable([countColumn('a', [1, 3])]),
      sessionTable([countColumn('b', [1, 2])]),
      withKeys(table(), ['s0', 'other']),
      { ...table(), sequences: sequencesOf(['ab', 'a']) },
    ];
    expect(new Set([base, ...others.map(fingerprintTable)]).size).toBe(5);
  });
});
