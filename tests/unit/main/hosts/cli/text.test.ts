import { describe, expect, it } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { formatCsvRow } from '../../../../../src-main/hosts/cli/csv.ts';
import { formatBar, formatProgress } from '../../../../../src-main/hosts/cli/progress-view.ts';
import { formatTimeNs } from '../../../../../src-main/hosts/cli/scores-file.ts';
import { TextTable } from '../../../../../src-main/hosts/cli/text-table.ts';

const progress: JobProgress = {
  stage: 'read',
  done: 120_000_000,
  total: 280_000_000,
  unit: 'bytes',
  perSecond: 85_000_000,
  secondsLeft: 1.9,
  lines: 10,
  events: 9,
  readShare: 0.4,
};

describe('progress', () => {
  it('says share, amount, speed and time left', () => {
    expect(formatProgress(progress)).toBe('read 42 % 120 MB of 280 MB, 85.0 MB/s, 1.9 s left');
  });

  it('says only what is known', () => {
    const unknown = { ...progress, total: null, unit: 'templates' as const, perSecond: null, secondsLeft: null };
    expect(formatProgress({ ...unknown, done: 1200 })).toBe('read 1,200 templates');
    expect(formatProgress({ ...unknown, done: 0 })).toBe('read');
  });

  it('draws a bar that fits the terminal', () => {
    expect(formatBar(progress, 200)).toBe(
      '[##########..............] read 42 % 120 MB of 280 MB, 85.0 MB/s, 1.9 s left',
    );
    expect(formatBar(progress, 40)).toHaveLength(39);
  });
});

describe('formatCsvRow', () => {
  it('quotes what would be read as something else', () => {
    expect(formatCsvRow(['a,b', 'say "x"', 'two\nlines', ' edge', null, 1.5, 10n, 'plain'])).toBe(
      '"a,b","say ""x""","two\nlines"," edge",,1.5,10,plain\n',
    );
  });
});

describe('formatTimeNs', () => {
  it('writes as many fraction digits as say something', () => {
    expect(formatTimeNs(1_714_564_800_000_000_000n)).toBe('2024-05-01T12:00:00Z');
    expect(formatTimeNs(1_714_564_800_120_000_000n)).toBe('2024-05-01T12:00:00.120Z');
    expect(formatTimeNs(1_714_564_800_000_000_001n)).toBe('2024-05-01T12:00:00.000000001Z');
    expect(formatTimeNs(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
  });
});

describe('TextTable', () => {
  async function render(rows: (string | number | null)[][]): Promise<string> {
    let text = '';
    const table = new TextTable(async (part) => {
      text += part;
    });
    table.setColumns([
      { name: 'n', type: 'BIGINT' },
      { name: 'text', type: 'VARCHAR' },
    ]);
    await table.addRows(rows);
    await table.end();
    return text;
  }

  it('puts numbers to the right and shows control characters', async () => {
    expect(
      await render([
        [1, 'a'],
        [200, '\u001b[0m'],
        [null, 'b'],
      ]),
    ).toBe(['   n  text', '----  -----', '   1  a', ' 200  \\e[0m', 'NULL  b', '(3 rows)', ''].join('\n'));
  });

  it('has a head without rows, and goes on past the fitted ones', async () => {
    expect(await render([])).toBe('n  text\n-  ----\n(0 rows)\n');
    const many = Array.from({ length: 1200 }, (_, i) => [i, 'x']);
    const lines = (await render(many)).split('\n');
    expect(lines).toHaveLength(1200 + 4);
    expect(lines.at(-2)).toBe('(1200 rows)');
  });
});
