import { describe, expect, it } from 'vitest';
import {
  createLineParser,
  detectFormat,
  LineVerdict,
  ParsedLine,
  type SampleFields,
} from '../../../../../src-main/ingest/formats/index.ts';
import { type LineResult, parseLines } from '../../../../helpers/parse-lines.ts';

const encoder = new TextEncoder();

function read(text: string): { format: string; confidence: number; lines: LineResult[]; events: SampleFields[] } {
  const detection = detectFormat(encoder.encode(text), { path: 'x.json', modifiedMs: null });
  const lines = parseLines(detection.spec, text);
  const events = lines.filter(({ verdict }) => verdict === LineVerdict.event).map(({ fields }) => fields);
  return { format: detection.format, confidence: detection.confidence, lines, events };
}

const records = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({
    time: `2024-05-01T12:00:${String(i % 60).padStart(2, '0')}Z`,
    level: i % 2 === 0 ? 'info' : 'error',
    message: `request ${i} "done"`,
    nested: { a: [1, { b: '}' }], c: null },
  }));
const messages = (events: readonly SampleFields[]): string[] => events.map(({ content }) => content);
const expected = (count: number): string[] => records(count).map((_, i) => `request ${i} "done"`);

describe('JSON documents', () => {
  it.each([
    ['a pretty-printed array', JSON.stringify(records(20), null, 2)],
    ['a pretty-printed array with tabs', JSON.stringify(records(20), null, '\t')],
    [
      'pretty-printed objects one after the other',
      records(20)
        .map((r) => JSON.stringify(r, null, 4))
        .join('\n'),
    ],
    ['a close and an open on one line', JSON.stringify(records(20), null, 2).replaceAll('},\n  {', '}, {')],
    ['an array on one line', JSON.stringify(records(20))],
    [
      'an array one element a line',
      `[\n${records(20)
        .map((r) => JSON.stringify(r))
        .join(',\n')}\n]`,
    ],
    [
      'elements with the comma in front',
      `[${records(20)
        .map((r) => JSON.stringify(r))
        .join('\n,')}]`,
    ],
    ['a document on one line', JSON.stringify({ took: 3, hits: { total: 20, hits: records(20) } })],
    ['a pretty-printed document', JSON.stringify({ Records: records(20), nextToken: 'x' }, null, 2)],
    [
      'documents one a line',
      records(20)
        .map((r) => JSON.stringify({ records: [r] }))
        .join('\n'),
    ],
    ['CRLF', JSON.stringify(records(20), null, 2).replaceAll('\n', '\r\n')],
  ])('gives one event a record: %s', (_name, text) => {
    const { events, lines } = read(text);
    expect(messages(events)).toEqual(expected(20));
    expect(events[1]).toMatchObject({ time: '2024-05-01T12:00:01Z', severity: 17 });
    expect(JSON.parse(events[1]!.attributes!)).toEqual({ nested: { a: [1, { b: '}' }], c: null } });
    expect(lines.some(({ isMalformed }) => isMalformed)).toBe(false);
  });

  it('keeps lines that belong to a record as its continuation', () => {
    const { lines } = read(JSON.stringify(records(2), null, 2));
    const verdicts = lines.map(({ verdict }) => verdict);
    expect(verdicts[0]).toBe(LineVerdict.structural);
    expect(verdicts[1]).toBe(LineVerdict.event);
    const second = verdicts.indexOf(LineVerdict.event, 2);
    expect(verdicts.slice(2, second).every((verdict) => verdict === LineVerdict.noMatch)).toBe(true);
    expect(verdicts.at(-1)).toBe(LineVerdict.structural);
  });

  it('gives the same events and state from every line on', () => {
    const text = JSON.stringify({ data: { result: 1 }, records: records(5), more: { a: [] } }, null, 2);
    const { spec } = detectFormat(encoder.encode(text), { path: 'x.json', modifiedMs: null });
    const all = text.split('\n');
    const starts = all.flatMap((line, i) => (line === '    {' ? [i] : []));
    for (const cut of starts) {
      const head = all.slice(0, cut).join('\n');
      const tail = all.slice(cut).join('\n');
      const first = parseLines(spec, head);
      const state = stateAfter(spec, head);
      const events = [...first, ...parseLines(spec, tail, state)].filter(
        ({ verdict }) => verdict === LineVerdict.event,
      );
      expect(messages(events.map(({ fields }) => fields))).toEqual(expected(5));
    }
  });

  it('keeps what was read of a record that a block cuts, and skips its rest', () => {
    const text = records(2)
      .map((r) => JSON.stringify(r, null, 2))
      .join('\n');
    const { spec } = detectFormat(encoder.encode(text), { path: 'x.json', modifiedMs: null });
    const all = text.split('\n');
    for (let cut = 2; cut < all.length / 2; cut++) {
      const state = stateAfter(spec, all.slice(0, cut).join('\n'));
      const rest = parseLines(spec, all.slice(cut).join('\n'), state);
      const events = rest.filter(({ verdict }) => verdict === LineVerdict.event);
      expect(messages(events.map(({ fields }) => fields))).toEqual(['request 1 "done"']);
    }
    const head = parseLines(spec, all.slice(0, 4).join('\n'));
    expect(head[0]).toMatchObject({ isMalformed: false, fields: { time: '2024-05-01T12:00:00Z', severity: 9 } });
  });

  it('loses one record to damage inside it', () => {
    const parts = records(6).map((r) => JSON.stringify(r, null, 2));
    parts[2] = parts[2]!.replace('"level": "info"', '"level": info');
    parts[4] = parts[4]!.slice(0, parts[4]!.indexOf('"nested"'));
    const { lines, events } = read(parts.join('\n'));
    expect(lines.filter(({ isMalformed }) => isMalformed)).toHaveLength(2);
    expect(messages(events).filter((text) => text.startsWith('request'))).toEqual(
      [0, 1, 3, 5].map((i) => `request ${i} "done"`),
    );
  });

  it('starts anew at the next document after one that was cut', () => {
    const lines = records(6).map((r) => JSON.stringify({ records: [r] }));
    lines[1] = lines[1]!.slice(0, 60);
    const { events } = read(lines.join('\n'));
    expect(messages(events).filter((text) => text.startsWith('request'))).toEqual(
      [0, 2, 3, 4, 5].map((i) => `request ${i} "done"`),
    );
  });

  it('gives the names around the records to those that lack them', () => {
    const text = JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logGroup: '/aws/lambda/pay',
      logStream: 's1',
      logEvents: [
        { id: '1', timestamp: 1714564800123, message: 'first' },
        { id: '2', timestamp: 1714564801000, message: 'second' },
      ],
    });
    const { events } = read(text);
    expect(messages(events)).toEqual(['first', 'second']);
    expect(events[0]!.time).toBe('2024-05-01T12:00:00.123Z');
    expect(events[1]).toMatchObject({ service: '/aws/lambda/pay', host: 's1' });
    expect(JSON.parse(events[1]!.attributes!)).toEqual({ messageType: 'DATA_MESSAGE', id: '2' });
  });

  it('takes lists inside a log record for its data', () => {
    const line = JSON.stringify({ time: '2024-05-01T12:00:00Z', message: 'order', items: [{ id: 1 }, { id: 2 }] });
    expect(messages(read(`${line}\n${line}\n`).events)).toEqual(['order', 'order']);
  });

  it('reads OTLP requests pretty-printed, with their resource and scope', () => {
    const request = {
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'pay' } }] },
          scopeLogs: [
            {
              scope: { name: 'com.x' },
              logRecords: [
                {
                  timeUnixNano: '1700000003000000001',
                  severityNumber: 'SEVERITY_NUMBER_WARN2',
                  body: { stringValue: 'a' },
                },
                { timeUnixNano: '1700000003000000002', severityNumber: 17, body: { stringValue: 'b' } },
              ],
            },
          ],
        },
      ],
    };
    const { format, events } = read(JSON.stringify(request, null, 2));
    expect(format).toBe('otlp-json');
    expect(events.map(({ content, service, component, severity }) => [content, service, component, severity])).toEqual([
      ['a', 'pay', 'com.x', 14],
      ['b', 'pay', 'com.x', 17],
    ]);
  });

  it('takes no member into the attributes whose value is not there, as where a record is cut', () => {
    const whole = '{"records":[{"message":"a","level":"info","user":"u1"}]}\n';
    const { lines } = read(`${whole.repeat(3)}{"records":[{"user":unfinished\n\0`);
    expect(lines.map(({ fields }) => fields.attributes)).toEqual([
      ...Array.from({ length: 3 }, () => '{"user":"u1"}'),
      null,
      null,
    ]);
  });
});

function stateAfter(spec: Parameters<typeof createLineParser>[0], text: string): string {
  const parser = createLineParser(spec);
  const bytes = encoder.encode(text);
  const line = new ParsedLine();
  parser.startBlock('');
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    if (parser.parse(bytes, start, end, line) === LineVerdict.event) while (parser.more(line));
    start = end + 1;
  }
  return parser.state;
}
