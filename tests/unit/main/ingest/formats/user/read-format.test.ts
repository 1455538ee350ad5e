import { describe, expect, it } from 'vitest';
import { ALL_FORMATS } from '../../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import { detectFormat } from '../../../../../../src-main/ingest/formats/index.ts';
import { definitionText, previewFormat, readFormat } from '../../../../../../src-main/ingest/formats/user/index.ts';

/** Fields of one line as a format reads it, absent ones left out; null when it is no event. */
function readLine(text: string, line: string): Record<string, unknown> | null {
  const { draft, issues } = readFormat(text);
  expect(issues).toEqual([]);
  const [previewed] = previewFormat(draft!, [line]);
  if (previewed?.fields === null || previewed === undefined) return null;
  const { line: _line, severityText: _text, ...fields } = previewed.fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

describe('layouts of log4j and logback', () => {
  it.each([
    [
      '%d{ISO8601} [%t] %-5p %c{1}:%L - %m%n',
      '2024-05-01 12:00:00,123 [worker 1] WARN  Cart:42 - Cart is empty',
      { component: 'Cart', content: 'Cart is empty', severity: 13, attributes: '{"thread":"worker 1","line":"42"}' },
    ],
    [
      "%clr(%d{${LOG_DATEFORMAT_PATTERN:-yyyy-MM-dd'T'HH:mm:ss.SSSXXX}}){faint} %clr(${LOG_LEVEL_PATTERN:-%5p}) %clr(${PID:- }){magenta} %clr(---){faint} %clr([%15.15t]){faint} %clr(%-40.40logger{39}){cyan} %clr(:){faint} %m%n%wEx",
      '2024-05-01T14:00:00.123+02:00  INFO 7 --- [           main] c.e.ShopApplication                      : Started',
      { component: 'c.e.ShopApplication', content: 'Started', severity: 9, attributes: '{"pid":7,"thread":"main"}' },
    ],
    [
      '%p [%X{requestId}] %d{DEFAULT} %C.%M - %msg',
      'ERROR [] 2024-05-01 12:00:00,123 a.b.Cart.add - no room',
      { component: 'a.b.Cart.add', content: 'no room', severity: 17 },
    ],
    [
      '[%d] %p %m (%c)%n',
      '[2024-05-01 12:00:00,123] INFO started (in 3 ms) (kafka.Server)',
      { component: 'kafka.Server', content: 'started (in 3 ms)', severity: 9 },
    ],
    [
      '%d %highlight{%.-1p}{FATAL=red}/%c: %X{id} - %m',
      '2024-05-01 12:00:00,123 W/shop:  - low',
      { component: 'shop', content: 'low', severity: 13 },
    ],
    [
      '%d %level{WARN=Achtung, ERROR=Fehler} %m',
      '2024-05-01 12:00:00,123 Fehler kaputt',
      { content: 'kaputt', severity: 17 },
    ],
  ])('reads lines of %j', (layout, line, expected) => {
    const found = readLine(`name: x\nlayout: ${JSON.stringify(layout)}`, line);
    expect(found).toEqual({ time: '2024-05-01T12:00:00.123Z', ...expected });
  });

  it('reads times in the zone the layout names', () => {
    const text = 'name: x\nlayout: "%d{HH:mm:ss dd.MM.yyyy}{Europe/Berlin} %m"';
    expect(readLine(text, '14:00:00 01.05.2024 x')).toMatchObject({ time: '2024-05-01T12:00:00Z' });
  });

  it('reads headers of two lines', () => {
    const { draft } = readFormat('name: x\nlayout: "%d %c%n%p: %m%n"');
    const lines = ['2024-05-01 12:00:00,123 a.B', 'WARN: low', 'rest'];
    expect(previewFormat(draft!, lines).map(({ kind, fields }) => [kind, fields?.content])).toEqual([
      ['event', 'low'],
      ['continuation', undefined],
      ['continuation', undefined],
    ]);
  });

  it.each([
    ['%d %q %m', 'no conversion'],
    ['%d %p', 'no %m'],
    ['%highlight{%p', 'is missing'],
    ['%d{yyyy-ww} %m', 'tells no time'],
  ])('refuses %j', (layout, problem) => {
    const { issues } = readFormat(`name: x\nlayout: '${layout}'`);
    expect(issues).toEqual([
      expect.objectContaining({
        class: 'E_PARSE',
        field: 'layout',
        line: 2,
        message: expect.stringContaining(problem),
      }),
    ]);
  });
});

describe('lines with strptime', () => {
  it.each([
    [
      '[%d/%b/%Y:%H:%M:%S.%f %z] {level} {component}: {message}',
      '[01/May/2024:14:00:00.5 +0200] warning cart: low',
      { time: '2024-05-01T12:00:00.500Z', severity: 13, component: 'cart', content: 'low' },
    ],
    ['{level} %Y-%m-%d %I:%M:%S %p | {message}', 'I 2024-05-01 01:00:00 PM | x', null],
    [
      '{level} %Y-%m-%d %I:%M:%S %p | {message}',
      'INFO 2024-05-01 01:00:00 PM | x',
      { time: '2024-05-01T13:00:00Z', severity: 9, content: 'x' },
    ],
  ])('reads lines of %j', (strptime, line, expected) => {
    expect(readLine(`name: x\nstrptime: '${strptime}'`, line)).toEqual(expected);
  });
});

describe('grok', () => {
  const header = '%{TIMESTAMP_ISO8601:when} %{LOGLEVEL:sev} \\[%{DATA:thread}\\] %{JAVACLASS:logger}';

  it('takes times and levels by what they are, and numbers as numbers', () => {
    const text = `name: x\ngrok: '${header} took=%{NUMBER:took:float} %{GREEDYDATA:msg}'`;
    expect(readLine(text, '2024-05-01T12:00:00.5Z WARN [main x] a.b.C took=1.5 Cart is empty')).toEqual({
      time: '2024-05-01T12:00:00.500Z',
      severity: 13,
      component: 'a.b.C',
      content: 'Cart is empty',
      attributes: '{"thread":"main x","took":1.5}',
    });
  });

  it('knows web server lines', () => {
    const line = `10.0.0.1 - bob [01/May/2024:14:00:00 +0200] "GET /a?b=1 HTTP/1.1" 200 12 "-" "curl/8"`;
    expect(readLine("name: x\ngrok: '%{COMBINEDAPACHELOG}'", line)).toMatchObject({
      time: '2024-05-01T12:00:00Z',
      attributes: expect.stringContaining('"request":"/a?b=1"'),
    });
  });

  it('takes names of the file before the usual ones, and nested names of fields', () => {
    const text = `name: x
pattern_definitions: { WORD: '[a-z]+', ID: 'id-%{INT}' }
grok: '%{WORD:[shop][name]} %{ID:order} %{GREEDYDATA:message}'`;
    expect(readLine(text, 'abc id-7 hello')).toEqual({
      severity: 0,
      content: 'hello',
      attributes: '{"shop.name":"abc","order":"id-7"}',
    });
    expect(readLine(text, 'ABC id-7 hello')).toBeNull();
  });

  it.each([
    ["grok: '%{NOPE:x}'", 'no pattern %{NOPE}'],
    ["pattern_definitions: { A: '%{B}', B: '%{A}' }\ngrok: '%{A}'", 'uses itself'],
    ["grok: '(?<a>x)\\k<a>'", 'back-reference'],
  ])('refuses %j', (lines, problem) => {
    const { issues } = readFormat(`name: x\n${lines}`);
    expect(issues).toEqual([expect.objectContaining({ field: 'grok', message: expect.stringContaining(problem) })]);
  });
});

describe('regular expressions and JSON', () => {
  it('gives captures their roles by the fields of the file', () => {
    const text = `name: x
regex: ['^(?<at>\\d+:\\d+) (?<who>\\w+)@(?<where>\\w+) (?<what>.*)$', '^(?<at>\\d+:\\d+) (?<what>.*)$']
time: '%H:%M'
fields: { time: at, service: who, host: where, message: what }`;
    expect(readLine(text, '12:30 shop@web1 hello')).toEqual({
      time: '1970-01-01T12:30:00Z',
      severity: 0,
      service: 'shop',
      host: 'web1',
      content: 'hello',
    });
    expect(readLine(text, '12:30 hello')).toMatchObject({ content: 'hello' });
  });

  it('reads JSON lines by the names of their fields', () => {
    const text = 'name: x\njson: { time: at.ms, level: prio, message: said }\nlevels: { "50": error, low: 5 }';
    expect(readLine(text, '{"at":{"ms":1714564800000},"prio":50,"said":"hi","n":1}')).toEqual({
      time: '2024-05-01T12:00:00Z',
      severity: 17,
      content: 'hi',
      attributes: '{"at":{"ms":1714564800000},"n":1}',
    });
  });
});

describe('readFormat', () => {
  it.each([
    ['name: [', '', 1, 'E_PARSE'],
    ['name: shop\n? [a]\n: "{message}"', '', 2, 'E_PARSE'],
    ['name: Shop\npattern: "{message}"', 'name', 1, 'E_PARSE'],
    ['name: shop\npattern: "{message}"\ncolour: red', 'colour', 3, 'E_PARSE'],
    ['name: shop', '', 1, 'E_PARSE'],
    ['name: shop\npattern: "{message}"\ngrok: "%{DATA}"', 'grok', 3, 'E_PARSE'],
    ['name: shop\npattern: ["{message}", "{level"]', 'pattern.1', 2, 'E_PARSE'],
    ['name: shop\nregex: "(a"', 'regex', 2, 'E_REGEX_INVALID'],
    ['name: shop\nregex: "(a)"\ntime:\n  - "%Y"\n  - "%U"', 'time.1', 5, 'E_PARSE'],
    ['name: shop\npattern: "{message}"\nlevels:\n  a: info\n  b: loud', 'levels.b', 5, 'E_PARSE'],
    ['name: shop\npattern: "{message}"\ntimezone: Mars/North', 'timezone', 3, 'E_UNSUPPORTED'],
    ['name: hdfs\npattern: "{message}"', 'name', 1, 'E_PARSE'],
    ['name: shop\npattern: "{level} {message}"\nsamples:\n  - hello\n', 'samples.0', 4, 'E_PARSE'],
    [
      '{\n\t"name": "shop",\n\t"pattern": "{level} {message}",\n\t"samples": [\n\t\t{"line": "INFO x", "message": "y"}]}',
      'samples.0.message',
      5,
      'E_PARSE',
    ],
    [
      'name: shop\npattern: "{level} {message}"\nsamples: [{line: WARN x, level: error}]',
      'samples.0.level',
      3,
      'E_PARSE',
    ],
    ['name: shop\npattern: "{time:%F} {message}"\nsamples: [2024-02-31 x]', 'samples.0', 3, 'E_PARSE'],
    [`name: ${'a'.repeat(300_000)}`, '', null, 'E_LIMIT_SIZE'],
  ])('refuses %j', (text, field, line, className) => {
    const { issues, definition } = readFormat(text);
    expect(definition).toBeNull();
    expect(issues[0]).toMatchObject({ field, line, class: className });
  });

  it('reads every built-in pattern format written as a file', () => {
    const texts = ALL_FORMATS.map(definitionText).filter((text) => text !== null);
    expect(texts.length).toBeGreaterThan(100);
    for (const text of texts)
      expect([text, readFormat(text.replace(/^name: /, 'name: own-')).issues]).toEqual([text, []]);
  });
});

describe('previewFormat', () => {
  it('says what the format alone makes of lines, whatever other formats would', () => {
    const { draft } = readFormat("name: x\npattern: '{level} {message}'");
    const lines = ['# comment', 'INFO started', '2024-05-01 12:00:00 INFO other', '2024-05-01 12:00:01 INFO more'];
    expect(previewFormat(draft!, lines).map(({ kind }) => kind)).toEqual([
      'unmatched',
      'event',
      'continuation',
      'continuation',
    ]);
  });
});

describe('detection with formats of the user', () => {
  const lines = Array.from(
    { length: 20 },
    (_, i) => `2024-05-01 12:00:${10 + i},123 INFO [t-${i}] a.b.C: message ${i}`,
  );
  const sample = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const detect = (...texts: readonly string[]) =>
    detectFormat(sample, {
      path: 'x.log',
      modifiedMs: null,
      formats: texts.map((text) => readFormat(text).definition!),
    }).format;
  const same = (name: string) => `name: ${name}\npattern: '{time:%+} {level} [{thread:any}] {component}: {message}'`;

  it('takes them before built-in ones that do as well, the first before the next', () => {
    expect(detect()).toBe('hadoop');
    expect(detect(same('mine'))).toBe('mine');
    expect(detect(same('first'), same('second'))).toBe('first');
  });

  it('does not let one that only takes everything win files', () => {
    expect(detect("name: broad\npattern: '{time:%+} {message}'")).toBe('hadoop');
    expect(detect("name: all\nregex: '(?<message>.*)'")).toBe('hadoop');
  });

  it('takes them before a guessed layout', () => {
    const odd = new TextEncoder().encode(
      Array.from({ length: 9 }, (_, i) => `INFO ~~ 12:00:0${i} ~~ cart ~~ ${i}\n`).join(''),
    );
    const { definition } = readFormat("name: odd\npattern: '{level} ~~ {time:%T} ~~ {component} ~~ {message}'");
    expect(detectFormat(odd, { path: 'x', modifiedMs: null }).format).not.toBe('odd');
    expect(detectFormat(odd, { path: 'x', modifiedMs: null, formats: [definition!] }).format).toBe('odd');
  });

  it('finds their JSON by its fields', () => {
    const json = new TextEncoder().encode('{"at":"2024-05-01T12:00:00Z","said":"hi"}\n'.repeat(9));
    const { definition } = readFormat('name: said\njson: { time: at, message: said }');
    const context = { path: 'x', modifiedMs: null, formats: [definition!] };
    expect(detectFormat(json, context)).toMatchObject({ format: 'said', fields: { content: 'hi' } });
    const other = new TextEncoder().encode('{"time":"2024-05-01T12:00:00Z","msg":"hi"}\n'.repeat(9));
    expect(detectFormat(other, context).format).not.toBe('said');
  });
});
