import { type EventCase, log, repeat } from './event-case.ts';

const record = (index: number, rest = ''): string =>
  `{"time":"2024-03-01T10:00:${String(index % 60).padStart(2, '0')}Z","level":"info","msg":"line ${index}"${rest}}`;
const good = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => record(from + index));

export const JSON_CASES: readonly EventCase[] = [
  {
    name: 'broken lines among good ones',
    content: log(...good(0, 10), '{"time":"2024-03-01T10:00:11Z","msg":', '{not json}', '}{', ...good(12, 10)),
    lines: 23,
  },
  {
    name: 'a cut record at the end',
    content: log(...good(0, 20)) + '{"time":"2024-03-01T10:00:30Z","msg":"cu',
    lines: 21,
  },
  {
    name: 'names of the prototype as keys',
    content: log(
      ...good(0, 5),
      record(5, ',"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"toString":1'),
    ),
    lines: 6,
    events: 6,
    contents: ['line 0'],
  },
  {
    name: 'depth without end',
    content: log(
      ...good(0, 5),
      record(5, `,"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`,
      ...good(6, 5),
    ),
    lines: 12,
  },
  {
    name: 'numbers past a double',
    content: log(...good(0, 5), record(5, ',"id":12345678901234567890,"big":1e400,"small":1e-400,"negative":-0')),
    lines: 6,
    events: 6,
  },
  {
    name: 'duplicate keys',
    content: log(...good(0, 5), record(5, ',"a":1,"a":2,"level":"error"')),
    lines: 6,
    events: 6,
  },
  {
    name: 'empty, dotted and very long keys',
    content: log(...good(0, 5), record(5, `,"":1,"a.b":2,"a":{"b":3},"${'k'.repeat(20_000)}":4`)),
    lines: 6,
    events: 6,
  },
  {
    name: 'an explosion of keys',
    content: repeat(300, (index) =>
      record(index, `,${Array.from({ length: 20 }, (_, key) => `"k${index * 20 + key}":${key}`).join(',')}`),
    ),
    lines: 300,
    events: 300,
  },
  {
    name: 'one key of many types',
    content: log(
      ...['1', '"text"', 'null', 'true', '[1,"a"]', '{"b":1}', '1.5'].map((value, index) =>
        record(index, `,"x":${value}`),
      ),
    ),
    lines: 7,
    events: 7,
  },
  {
    name: 'escaped NUL and lone surrogates',
    content: log(
      ...good(0, 5),
      record(5, ',"nul":"a\\u0000b","lone":"\\ud800","pair":"\\ud83d\\ude80"'),
      '{"time":"2024-03-01T10:00:06Z","level":"info","msg":"\\u0000 and \\udc00"}',
    ),
    lines: 7,
    events: 7,
  },
  {
    name: 'an array over the whole file',
    content: JSON.stringify(Array.from({ length: 50 }, (_, index) => JSON.parse(record(index)) as unknown)),
    lines: 1,
    events: 50,
    times: ['2024-03-01T10:00:00Z', '2024-03-01T10:00:01Z'],
  },
  { name: 'objects without line ends', content: good(0, 30).join(''), lines: 1 },
  {
    name: 'JSON and text by turns',
    content: repeat(40, (index) =>
      index % 2 === 0 ? record(index) : `2024-03-01T10:00:${String(index).padStart(2, '0')}Z INFO text ${index}`,
    ),
    lines: 40,
  },
  { name: 'a record over many lines', content: JSON.stringify(JSON.parse(record(1)), null, 2), lines: 5 },
];
