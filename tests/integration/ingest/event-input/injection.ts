import { type EventCase, log, repeat } from './event-case.ts';

const at = (index: number, text: string): string =>
  `2024-03-01T10:00:${String(index % 60).padStart(2, '0')}Z INFO ${text}`;

/** Bytes of a run. */
const LONG = 200_000;

/** Payloads that must come out of the store as they went in. */
function verbatim(name: string, ...texts: readonly string[]): EventCase {
  return {
    name,
    content: log(...texts.map((text, index) => at(index, text))),
    lines: texts.length,
    events: texts.length,
    contents: texts,
  };
}

export const INJECTION_CASES: readonly EventCase[] = [
  verbatim(
    'HTML and script',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    '&lt;b&gt; &amp;',
    'javascript:alert(1)',
  ),
  verbatim(
    'spreadsheet formulas',
    '=1+1',
    '+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '＝1+1',
    '＋1',

    '=HYPERLINK("http://x","y")',
  ),
  verbatim('SQL as data', "'; DROP TABLE events; --", '1 OR 1=1', "read_parquet('/etc/passwd')", '$$ $1 ${x} %s {0}'),
  verbatim(
    'templates of other systems',
    '${jndi:ldap://x/a}',
    '{{7*7}}',
    '<%= 1 %>',
    '$(id)',
    '`id`',
    'file:///etc/passwd',
  ),
  verbatim("the miner's own signs", '<*> <*> <NUM> <IP>', '$1 $& $` \\1', '<*', '*>', '<>'),
  verbatim(
    'bidi and zero-width characters',
    'user \u202Etxt.exe',
    'a\u200Bb\u200Cc\u200D',
    '\u2066isolate\u2069',
    'Z\u0351\u036B\u0343\u036A\u0302',
    'раураl',
  ),
  {
    name: 'terminal escapes',
    content: repeat(20, (index) => at(index, `\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J\x9b31m ${index}`)),
    lines: 20,
    events: 20,
  },
  {
    name: 'control characters',
    content: repeat(20, (index) => at(index, `a\x01b\x08c\x0bd\x7fe ${index}`)),
    lines: 20,
    events: 20,
  },
  {
    name: 'secrets and personal data',
    content: log(
      at(0, 'password=hunter2 token=ghp_0123456789abcdefghijABCDEFGHIJ012345'),
      at(1, 'card 4111 1111 1111 1111 mail a@b.example'),
    ),
    lines: 2,
    events: 2,
  },
  {
    name: 'separators of the store itself',
    content: repeat(20, (index) => at(index, `a\x1eb\x1fc ${index} \x1e0 \x1f1`)),
    lines: 20,
    events: 20,
  },
  {
    name: 'look-ups in field names',
    content: log('{"time":"2024-03-01T10:00:00Z","msg":"x","a\\"b":"c","\'; --":1,"$ref":"http://x"}'),
    lines: 1,
    events: 1,
  },
];

const RUNS = [
  [' ', '\t', 'a', '0', '.', '-', ':', '[', '(', '"', '\\', '=', ',', '{', '/', '<'],
  ['ä', '1.', 'a=', 'a ', '::', '%20', '\u00a0'],
].flat();
const longRun = (run: string): string => run.repeat(LONG / run.length);

/** Long runs of what the expressions of a log reader repeat; each must be read in linear time. */
export const REGEX_CASES: readonly EventCase[] = [
  ...RUNS.map((run): EventCase => {
    return { name: `a run of ${JSON.stringify(run)}`, content: log(longRun(run), `${longRun(run)}!`), lines: 2 };
  }),
  {
    name: 'runs behind a header',
    content: log(...RUNS.flatMap((run, index) => [at(index, longRun(run)), at(index, `${longRun(run)}!`)])),
    lines: 2 * RUNS.length,
  },
  {
    name: 'runs glued to a timestamp',
    content: log(...RUNS.map((run) => `2024-03-01T10:00:02Z${longRun(run)}!`)),
    lines: RUNS.length,
  },
];
