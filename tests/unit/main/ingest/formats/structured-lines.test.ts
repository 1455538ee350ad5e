import { describe, expect, it } from 'vitest';
import { plainSpec, specOf } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { findDefinition } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import {
  createLineParser,
  detectFormat,
  LineVerdict,
  ParsedLine,
} from '../../../../../src-main/ingest/formats/index.ts';
import { parseEvents, parseLines } from '../../../../helpers/parse-lines.ts';

const detect = (text: string, path = 'x.log') =>
  detectFormat(new TextEncoder().encode(text), { path, modifiedMs: Date.UTC(2024, 11, 31) });
const events = (text: string) => parseEvents(detect(text).spec, text);

describe('logfmt', () => {
  const logfmt = specOf(findDefinition('logfmt')!);

  it('reads quoted values, bare keys and numbers', () => {
    const [event] = parseEvents(
      logfmt,
      'time=2024-05-01T12:00:00Z level=warn msg="a \\"b\\"\\n" retry n=17 s=017 path=/x?a=b',
    );
    expect(event).toMatchObject({ time: '2024-05-01T12:00:00Z', severity: 13, content: 'a "b"\n' });
    expect(JSON.parse(event!.attributes!)).toEqual({ retry: true, n: 17, s: '017', path: '/x?a=b' });
  });

  it('reads the fields of the generated format', () => {
    const [event] = parseEvents(
      logfmt,
      'time=2024-05-01T12:00:00.123Z level=ERROR service=pay host=web-1 msg="request failed"',
    );
    expect(event).toMatchObject({ service: 'pay', host: 'web-1', severity: 17, content: 'request failed' });
  });

  it('leaves text with a stray equals sign alone', () => {
    const lines = ['user=bob logged in from far away', 'nothing here', 'a=1', 'x="never closed level=info'];
    for (const line of lines) expect(parseLines(logfmt, line)[0]?.verdict).toBe(LineVerdict.noMatch);
  });
});

describe('tables with directives', () => {
  const rows = '#Version: 1.0\n#Fields: date time cs-method sc-status\n2024-05-01 12:00:00 GET 200\n';

  it('follows a change of the fields in mid-file', () => {
    const text = `${rows}#Fields: time date cs-uri\n12:00:01 2024-05-02 /x\n`;
    const found = events(text);
    expect(found.map(({ time }) => time)).toEqual(['2024-05-01T12:00:00Z', '2024-05-02T12:00:01Z']);
    expect(found.map(({ attributes }) => attributes)).toEqual([
      '{"cs-method":"GET","sc-status":200}',
      '{"cs-uri":"/x"}',
    ]);
  });

  it('carries the fields into the next block', () => {
    const { spec } = detect(rows);
    const parser = createLineParser(spec);
    parser.startBlock('');
    const bytes = new TextEncoder().encode('#Fields: date time cs-uri');
    parser.parse(bytes, 0, bytes.length, new ParsedLine());
    expect(parser.state).toBe('#Fields: date time cs-uri');
    const [row] = parseLines(spec, '2024-05-01 12:00:00 /a', parser.state);
    expect(row?.fields).toMatchObject({ time: '2024-05-01T12:00:00Z', content: '/a' });
  });

  it('takes the date from a directive where rows have a time only', () => {
    expect(events('#Date: 2024-05-01 00:00:00\n#Fields: time cs-uri\n12:00:00 /x\n')[0]?.time).toBe(
      '2024-05-01T12:00:00Z',
    );
  });
});

describe('delimited tables', () => {
  const header = 'timestamp,level,host,message,count\n';

  it('reads quoted cells and joins a quoted line break', () => {
    const text = `${header}2024-05-01 12:00:00,ERROR,web1,"a, ""b""",3\n2024-05-01 12:00:01,INFO,web1,"first\nsecond, x",4\n2024-05-01 12:00:02,INFO,web2,c,5\n`;
    const { spec, format } = detect(text);
    expect(format).toBe('csv');
    const lines = parseLines(spec, text);
    expect(lines.map(({ verdict }) => verdict)).toEqual([3, 0, 0, 1, 0]);
    expect(lines[1]?.fields).toMatchObject({
      severity: 17,
      host: 'web1',
      content: 'a, "b"',
      attributes: '{"count":3}',
    });
    expect(lines[2]?.fields.content).toBe('first\nsecond, x');
    expect(lines[4]?.fields).toMatchObject({ time: '2024-05-01T12:00:02Z', content: 'c' });
  });
});

describe('container logs', () => {
  it('joins the pieces of a cut CRI line and parses the text inside', () => {
    const text =
      '2024-05-01T12:00:00.1Z stdout F 2024-05-01 12:00:00 [http-1] WARN  c.e.Cart - cart is\n' +
      '2024-05-01T12:00:00.2Z stdout P 2024-05-01 12:00:00 [http-1] INFO  c.e.Cart - long\n' +
      '2024-05-01T12:00:00.2Z stdout F  tail\n' +
      '2024-05-01T12:00:00.3Z stdout F \tat c.e.Cart.add(Cart.java:1)\n' +
      '2024-05-01T12:00:00.4Z stderr F 2024-05-01 12:00:00 [http-1] ERROR c.e.Cart - failed\n';
    const { spec, format } = detect(text, '/var/log/pods/ns_web-1_0a/cart/0.log');
    expect(format).toBe('cri');
    const lines = parseLines(spec, text);
    expect(lines.map(({ verdict }) => verdict)).toEqual([0, 0, 1, 1, 0]);
    expect(lines[4]?.fields).toMatchObject({
      time: '2024-05-01T12:00:00.400Z',
      severity: 17,
      service: 'cart',
      component: 'c.e.Cart',
      content: 'failed',
    });
  });

  it('joins the pieces of a cut docker line, also over a block boundary', () => {
    const spec = specOf(findDefinition('docker-json')!);
    const piece = (log: string): string =>
      `${JSON.stringify({ log, stream: 'stdout', time: '2024-05-01T12:00:00Z' })}\n`;
    const lines = parseLines(spec, piece('one\n') + piece('long') + piece(' tail\n') + piece('two\n'));
    expect(lines.map(({ verdict }) => verdict)).toEqual([0, 0, 1, 0]);
    expect(lines.filter(({ verdict }) => verdict === 0).map(({ fields }) => fields.content)).toEqual([
      'one',
      'long',
      'two',
    ]);
    expect(parseLines(spec, piece(' tail\n'), 'P')[0]?.verdict).toBe(LineVerdict.noMatch);
  });
});

describe('terminal escapes', () => {
  it('are taken out of header and message', () => {
    const text =
      '\u001b[32m2024-05-01 12:00:00,123\u001b[0m \u001b[1mERROR\u001b[0m [main] c.e.Cart: \u001b[31mfull\u001b[0m\u001b]0;t\u0007!\n';
    expect(events(text)[0]).toMatchObject({
      time: '2024-05-01T12:00:00.123Z',
      severity: 17,
      severityText: 'ERROR',
      component: 'c.e.Cart',
      content: 'full!',
    });
  });
});

describe('OTLP', () => {
  const record = (extra: object) => JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [extra] }] }] });

  it('keeps 64-bit integers, trace ids and structured bodies', () => {
    const text = record({
      timeUnixNano: '1700000000000000001',
      body: { kvlistValue: { values: [{ key: 'a', value: { intValue: '9007199254740993' } }] } },
      attributes: [{ key: 'n', value: { intValue: '7' } }],
      traceId: '5B8AA5A2D2C872E8321CF37308D69DF2',
    });
    const [event] = parseEvents({ ...plainSpec(), engine: 'otlp' }, text);
    expect(event).toMatchObject({ time: '2023-11-14T22:13:20.000000001Z', content: '{"a":"9007199254740993"}' });
    expect(JSON.parse(event!.attributes!)).toEqual({ n: 7, traceId: '5b8aa5a2d2c872e8321cf37308d69df2' });
  });

  it('uses the observed time when the record has none', () => {
    const text = record({ timeUnixNano: '0', observedTimeUnixNano: '1700000000000000000', body: { stringValue: 'm' } });
    expect(parseEvents({ ...plainSpec(), engine: 'otlp' }, text)[0]?.time).toBe('2023-11-14T22:13:20Z');
  });
});
