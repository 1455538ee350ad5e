import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGenerations, readGeneration } from '../../../../../src-main/ingest/sources/generations.ts';

const sorted = (...names: string[]): string[] => names.sort(compareGenerations);

describe('compareGenerations', () => {
  it('puts numbered generations oldest first, compressed or not', () => {
    expect(sorted('app.log', 'app.log.1', 'app.log.10.gz', 'app.log.2.gz')).toEqual([
      'app.log.10.gz',
      'app.log.2.gz',
      'app.log.1',
      'app.log',
    ]);
  });

  it('puts dated generations in order, the current file last', () => {
    expect(sorted('m.log', 'm.log-20240201.gz', 'm.log-20231231', 'm.log-20240115.zst')).toEqual([
      'm.log-20231231',
      'm.log-20240115.zst',
      'm.log-20240201.gz',
      'm.log',
    ]);
    expect(sorted('app-2024-01-10.log', 'app.log', 'app-2024-01-09.log')).toEqual([
      'app-2024-01-09.log',
      'app-2024-01-10.log',
      'app.log',
    ]);
    expect(sorted('a.log.2024-01-02-03', 'a.log.2024-01-02-02', 'a.log')).toEqual([
      'a.log.2024-01-02-02',
      'a.log.2024-01-02-03',
      'a.log',
    ]);
    expect(sorted('a-2024-01-02.10.log', 'a-2024-01-02.9.log')).toEqual(['a-2024-01-02.9.log', 'a-2024-01-02.10.log']);
  });

  it('takes a generation counted from 0, or only set aside, for older than the current file', () => {
    expect(sorted('dmesg', 'dmesg.0', 'dmesg.1.gz')).toEqual(['dmesg.1.gz', 'dmesg.0', 'dmesg']);
    expect(sorted('Xorg.0.log', 'Xorg.0.log.old')).toEqual(['Xorg.0.log.old', 'Xorg.0.log']);
  });

  it('keeps different logs apart and in natural order', () => {
    expect(sorted('web10.log', 'web9.log.1', 'web9.log', 'db.log')).toEqual([
      'db.log',
      'web9.log.1',
      'web9.log',
      'web10.log',
    ]);
  });

  it('does not take other numbers in names for generations', () => {
    expect(readGeneration('part-00012')).toEqual({ family: 'part-00012', stamp: '', number: 0 });
    expect(readGeneration('10.0.0.1')).toMatchObject({ family: '10.0.0' });
    expect(readGeneration('app')).toEqual({ family: 'app', stamp: '', number: 0 });
  });

  it('is a total order: the result does not depend on the order given', () => {
    const name = fc.constantFrom(
      'a.log',
      'A.log',
      'a.log.1',
      'a.log.01',
      'a.log.2.gz',
      'a.log.2',
      'a-20240101.log',
      'a.log-20240101',
      'b1',
      'b01',
      'b1.gz',
    );
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        expect(sorted(...names)).toEqual(sorted(...names.toReversed()));
      }),
    );
  });
});
