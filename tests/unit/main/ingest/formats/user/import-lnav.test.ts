import { describe, expect, it } from 'vitest';
import { offerFormats, previewFormat, readFormat } from '../../../../../../src-main/ingest/formats/user/index.ts';

const TEXT_FORMAT = {
  title: 'Shop',
  regex: {
    std: {
      pattern:
        '^(?<timestamp>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (?<level>[A-Z]+)\\[(?<mod>\\w+)\\] (?<took>\\d+) (?<body>.*)$',
    },
    short: { pattern: '^(?<timestamp>\\d+\\.\\d+)(?=\\s) (?<body>.*)$' },
  },
  'timestamp-format': ['%Y-%m-%d %H:%M:%S.%L', '%s.%f'],
  'module-field': 'mod',
  level: { error: '^(?:ERR|E)$', warning: 'W(?:RN)?', info: '[IN]' },
  value: { took: { kind: 'integer', identifier: true } },
  sample: [
    { line: '2024-05-01 12:00:00.123 WRN[cart] 17 low\n  more', level: 'warning' },
    { line: '1714564800.5 short', level: 'info' },
  ],
};

describe('lnav formats', () => {
  it('become files of ours that read the same lines', () => {
    const [offer] = offerFormats(
      JSON.stringify({ $schema: 'https://lnav.org/schemas/format-v1.schema.json', shop_log: TEXT_FORMAT }),
    );
    expect(offer).toMatchObject({ name: 'shop_log', notes: [] });
    expect(offer!.issues).toEqual([]);
    const { draft } = readFormat(offer!.text);
    const [first, second] = previewFormat(draft!, ['2024-05-01 12:00:00.123 E[cart] 17 low', '1714564800.5 x']);
    expect(first!.fields).toMatchObject({
      time: '2024-05-01T12:00:00.123Z',
      severity: 17,
      component: 'cart',
      content: 'low',
      attributes: '{"took":17}',
    });
    expect(second!.fields).toMatchObject({ time: '2024-05-01T12:00:00.500Z', content: 'x', severity: 9 });
  });

  it('of JSON take the message from the body or from the line format', () => {
    const offers = offerFormats(
      JSON.stringify({
        one: {
          json: true,
          'timestamp-field': 'ts',
          'body-field': 'msg',
          'level-field': 'log/level',
          level: { error: 50, info: 30 },
          'line-format': [{ field: '__timestamp__' }, ' ', { field: 'msg' }],
          sample: [{ line: '{"ts":"2024-05-01T12:00:00Z","log":{"level":50},"msg":"x"}', level: 'error' }],
        },
        two: {
          'file-type': 'json',
          'timestamp-field': 'ts',
          'line-format': ['[', { field: 'op' }, '] ', { field: 'result' }],
          sample: [{ line: '{"ts":"2024-05-01T12:00:00Z","op":"put","result":"ok"}' }],
        },
      }),
    );
    expect(offers.map(({ name, issues }) => [name, issues])).toEqual([
      ['one', []],
      ['two', []],
    ]);
    expect(readFormat(offers[1]!.text).definition!.samples[0]).toMatchObject({ content: 'put ok' });
  });

  it('say what they could not take over', () => {
    const regex = { ...TEXT_FORMAT.regex, again: { pattern: '(?<body>.)\\1' } };
    const level = { worst: 'E', warning: 'W' };
    const sample = [...TEXT_FORMAT.sample, { line: 'aa', level: 'info' }];
    const [offer] = offerFormats(JSON.stringify({ shop: { ...TEXT_FORMAT, regex, level, sample } }));
    expect(offer!.notes).toEqual([
      'Levels that are not taken over: worst.',
      expect.stringContaining(
        'The pattern again is left out: Bad regular expression at character 11: a back-reference',
      ),
      expect.stringContaining('1 of 3 samples are read otherwise than they say, and left out'),
    ]);
    expect(offer!.issues).toEqual([]);
  });

  it('tell levels by patterns where those are no lists of words, and times in rare ways', () => {
    const format = {
      regex: { std: { pattern: '^(?<timestamp>\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+) (?<status>\\d+) (?<body>.*)$' } },
      'level-field': 'status',
      level: { error: '^[^123].*', warning: '^3' },
      sample: [
        { line: '0501 12:00:00.5 404 gone', level: 'error' },
        { line: '0501 12:00:00.5 301 moved', level: 'warning' },
        { line: '0501 12:00:00.5 200 fine', level: 'info' },
      ],
    };
    const [offer] = offerFormats(JSON.stringify({ web: format }));
    expect([offer!.notes, offer!.issues]).toEqual([[], []]);
    expect(readFormat(offer!.text).definition!.samples.map(({ time, severity }) => [time, severity])).toEqual([
      ['2024-05-01T12:00:00.500Z', 17],
      ['2024-05-01T12:00:00.500Z', 13],
      ['2024-05-01T12:00:00.500Z', 9],
    ]);
  });

  it('are refused by field when they are none', () => {
    expect(() => offerFormats('{"shop":{"regex":{"std":{"pattern":7}}}}')).toThrow(
      expect.objectContaining({
        code: 'ingest.format-invalid',
        message: expect.stringContaining('shop.regex.std.pattern'),
      }),
    );
    expect(() => offerFormats('just text')).toThrow(expect.objectContaining({ code: 'ingest.format-invalid' }));
  });
});
