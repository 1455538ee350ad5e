import { describe, expect, it } from 'vitest';
import type { FormatListing, PreviewedLine } from '#shared/contract/formats.ts';
import {
  countsText,
  findFormats,
  importText,
  issuesByLine,
  NEW_FORMAT_TEXT,
  offsetOf,
  ownCopy,
  partsOf,
} from '../../../../../src-renderer/panels/formats/format-model.ts';
import { readFormat } from '../../../../../src-main/ingest/formats/user/index.ts';

const listing = (name: string, title: string, origin: FormatListing['origin']): FormatListing => ({
  name,
  title,
  origin,
  engine: 'pattern',
  samples: [],
  issues: [],
});
const issue = (line: number | null, message: string) => ({
  class: 'E_PARSE' as const,
  field: 'name',
  message,
  line,
  column: 1,
});

describe('the formats panel', () => {
  it('starts new formats from a file in which nothing is wrong, comments taken in or not', () => {
    expect(readFormat(NEW_FORMAT_TEXT).issues).toEqual([]);
    const ways = NEW_FORMAT_TEXT.split('\n').filter((line) => /^# (layout|strptime|grok|regex|json):/.test(line));
    expect(ways).toHaveLength(5);
    for (const way of ways) expect(readFormat(`name: x\n${way.slice(2)}`).issues).toEqual([]);
    expect(ownCopy('name: hdfs\ntitle: name: x\n')).toBe('name: my-hdfs\ntitle: name: x\n');
  });

  it('finds formats by words of name, title and origin', () => {
    const all = [listing('shop', 'Shop log', 'home'), listing('hdfs', 'HDFS log', 'built-in')];
    expect(findFormats(all, ' LOG yours ').map(({ name }) => name)).toEqual(['shop']);
    expect(findFormats(all, 'log')).toHaveLength(2);
    expect(findFormats(all, '')).toHaveLength(2);
    expect(findFormats(all, 'x')).toEqual([]);
  });

  it('puts problems at their lines and the caret at their place', () => {
    expect(
      [...issuesByLine([issue(3, 'a'), issue(null, 'b'), issue(3, 'c')])].map(([line, own]) => [line, own.length]),
    ).toEqual([
      [3, 2],
      [1, 1],
    ]);
    expect(offsetOf('ab\ncdef\n', 2, 3)).toBe(5);
    expect(offsetOf('ab\ncdef\n', 2, 99)).toBe(7);
    expect(offsetOf('ab', 9, 1)).toBe(2);
  });

  it('names the parts of a line, further fields in front of the message', () => {
    const fields = {
      time: '2024-05-01T12:00:00.5Z',
      severity: 13,
      severityText: 'W',
      service: null,
      host: null,
      component: 'cart',
      content: 'low',
      attributes: '{"thread":"main","took":1.5}',
    };
    const line: PreviewedLine = { line: '', kind: 'event', hasBadTime: false, fields };
    expect(partsOf(line).map(({ label, value }) => `${label}=${value}`)).toEqual([
      'time=2024-05-01 12:00:00.5 UTC',
      'level=warn (W)',
      'component=cart',
      'thread=main',
      'took=1.5',
      'message=low',
    ]);
    const odd = { ...fields, severity: 0, severityText: 'loud', time: null };
    expect(partsOf({ ...line, hasBadTime: true, fields: odd }).slice(0, 2)).toEqual([
      { label: 'time', value: 'none that exists' },
      { label: 'level', value: 'loud (unknown)' },
    ]);
  });

  it('says what became of the lines and of an import', () => {
    const preview = {
      name: 'x',
      issues: [],
      isReadable: true,
      lines: Array.from({ length: 3 }, () => ({}) as PreviewedLine),
    };
    expect(countsText({ ...preview, counts: { events: 1, continuations: 0, unmatched: 2, others: 0 } })).toBe(
      '3 lines: 1 event, 2 not matched',
    );
    expect(
      countsText({ ...preview, lines: [], counts: { events: 0, continuations: 0, unmatched: 0, others: 0 } }),
    ).toBe('No lines to try it on');
    expect(
      importText([
        { name: 'a', notes: ['One thing.'], issues: [] },
        { name: 'b', notes: [], issues: [issue(1, 'It is taken.')] },
      ]),
    ).toBe('Imported a. a: One thing. Not imported: b (name: It is taken.)');
  });
});
