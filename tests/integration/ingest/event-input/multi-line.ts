import { type EventCase, log, repeat } from './event-case.ts';

const at = (second: number, text: string): string =>
  `2024-03-01 10:00:${String(second).padStart(2, '0')},000 ERROR shop: ${text}`;
const cri = (second: number, tag: string, text: string): string =>
  `2024-03-01T10:00:${String(second).padStart(2, '0')}.000000000Z stdout ${tag} ${text}`;

export const MULTI_LINE_CASES: readonly EventCase[] = [
  {
    name: 'a Java stack trace',
    content: log(
      at(1, 'boom'),
      'java.lang.IllegalStateException: no',
      '\tat a.B.c(B.java:1)',
      'Caused by: java.io.IOException: x',
      '\t... 12 more',
      at(2, 'next'),
    ),
    lines: 6,
    events: 2,
    continuationLines: 4,
  },
  {
    name: 'a Python traceback',
    content: log(
      at(1, 'boom'),
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in <module>',
      '    raise KeyError(7)',
      'KeyError: 7',
      at(2, 'next'),
    ),
    lines: 6,
    events: 2,
    continuationLines: 4,
  },
  {
    name: 'a Go panic',
    content: log(
      '2024-03-01T10:00:01Z ERROR panic: x',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/app/main.go:3 +0x1d',
      '2024-03-01T10:00:02Z INFO next',
    ),
    lines: 5,
    events: 2,
    continuationLines: 3,
  },
  {
    name: 'a .NET exception',
    content: log(
      at(1, 'Unhandled'),
      'System.NullReferenceException: Object reference',
      '   at Shop.Cart.Add() in Cart.cs:line 3',
      '   --- End of inner exception stack trace ---',
      at(2, 'next'),
    ),
    lines: 5,
    events: 2,
    continuationLines: 3,
  },
  {
    name: 'blank lines inside a trace',
    content: log(at(1, 'boom'), '', '\tat a.B.c(B.java:1)', '', at(2, 'next')),
    lines: 5,
    events: 2,
    continuationLines: 1,
    blankLines: 2,
  },
  {
    name: 'a trace without its head',
    content: log('\tat a.B.c(B.java:1)', '\tat a.B.d(B.java:2)', at(1, 'boom'), at(2, 'next')),
    lines: 4,
    events: 3,
    continuationLines: 1,
  },
  {
    name: 'a giant trace',
    content: log(at(1, 'boom')) + '\tat a.B.c(B.java:1)\n'.repeat(50_000) + log(at(2, 'next')),
    lines: 50_002,
    events: 2,
    continuationLines: 50_000,
  },
  {
    name: 'partial records of a container runtime',
    content: log(
      cri(1, 'P', 'first '),
      cri(1, 'P', 'second '),
      cri(1, 'F', 'third'),
      cri(2, 'F', 'next'),
      cri(3, 'F', 'last'),
    ),
    lines: 5,
    events: 3,
    continuationLines: 2,
    times: ['2024-03-01T10:00:01Z', '2024-03-01T10:00:02Z'],
  },
  {
    name: 'a docker line cut at 16 KiB',
    content: log(
      JSON.stringify({ log: 'x'.repeat(16_384), stream: 'stdout', time: '2024-03-01T10:00:00Z' }),
      JSON.stringify({ log: 'rest\n', stream: 'stdout', time: '2024-03-01T10:00:00Z' }),
      JSON.stringify({ log: 'next\n', stream: 'stdout', time: '2024-03-01T10:00:01Z' }),
    ),
    lines: 3,
    events: 2,
    continuationLines: 1,
  },
  {
    name: 'journald JSON with arrays of bytes',
    content: log(
      '{"__REALTIME_TIMESTAMP":"1709287200000000","MESSAGE":[104,101,108,108,111,10],"PRIORITY":"6","_HOSTNAME":"web"}',
      '{"__REALTIME_TIMESTAMP":"1709287201000000","MESSAGE":"plain","PRIORITY":"3","_HOSTNAME":"web"}',
    ),
    lines: 2,
    times: ['2024-03-01T10:00:00Z', '2024-03-01T10:00:01Z'],
  },
  {
    name: 'structured data with escapes',
    content: log(
      '<165>1 2024-03-01T10:00:00.003Z web app 8710 ID47 [x@1 a="b\\"c\\]d\\\\e" f="g"] message',
      '<165>1 2024-03-01T10:00:01.003Z web app 8710 ID47 - plain',
      '<34>1 2024-03-01T10:00:02Z web app - - [open',
    ),
    lines: 3,
    times: ['2024-03-01T10:00:00.003Z', '2024-03-01T10:00:01.003Z'],
  },
  {
    name: 'an access log with raw bytes',
    content: Buffer.concat([
      Buffer.from(
        repeat(
          20,
          (index) =>
            `10.0.0.1 - - [01/Mar/2024:10:00:${String(index).padStart(2, '0')} +0000] "GET /${index} HTTP/1.1" 200 5 "-" "x"`,
        ),
      ),
      Buffer.from('10.0.0.2 - - [01/Mar/2024:10:01:00 +0000] "\x16\x03\x01\x02\xff\xfe" 400 0 "-" "-"\n', 'latin1'),
    ]),
    lines: 21,
    warnings: ['W_INVALID_BYTES'],
    times: ['2024-03-01T10:00:00Z'],
  },
  {
    name: 'W3C fields that change',
    content: log(
      '#Version: 1.0',
      '#Fields: date time cs-method cs-uri-stem sc-status',
      '2024-03-01 10:00:00 GET /a 200',
      '#Fields: date time sc-status cs-uri-stem',
      '2024-03-01 10:00:01 500 /b',
    ),
    lines: 5,
    events: 2,
    continuationLines: 3,
    times: ['2024-03-01T10:00:00Z', '2024-03-01T10:00:01Z'],
  },
  {
    name: 'newlines inside quoted CSV fields',
    content: log(
      'time,level,message',
      '2024-03-01T10:00:00Z,INFO,"two',
      'lines"',
      '2024-03-01T10:00:01Z,INFO,"one ""quoted"""',
      '2024-03-01T10:00:02Z,INFO,plain',
    ),
    fileName: 'events.csv',
    lines: 5,
  },
  {
    name: 'broken logfmt',
    content: log(
      'time=2024-03-01T10:00:00Z level=info msg="open quote',
      'time=2024-03-01T10:00:01Z level=info msg=ok',
      'time=2024-03-01T10:00:02Z level= msg',
      'time=2024-03-01T10:00:03Z level=info msg="a \\" b" x=1 x=2',
      '===',
    ),
    lines: 5,
  },
];
