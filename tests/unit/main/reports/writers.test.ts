import { describe, expect, it } from 'vitest';
import { csvCell, writeCsvLines } from '../../../../src-main/reports/csv-export.ts';
import { escapeHtml, html } from '../../../../src-main/reports/html.ts';
import { writeHtmlReport } from '../../../../src-main/reports/html-report.ts';
import { writeJsonExport } from '../../../../src-main/reports/json-export.ts';
import type { LineRow } from '../../../../src-main/reports/line-rows.ts';
import { writeMarkdownReport } from '../../../../src-main/reports/markdown-report.ts';
import { formatTime, formatTimeSpan, toRfc3339 } from '../../../../src-main/reports/numbers.ts';
import { toVisibleText } from '../../../../src-main/reports/visible-text.ts';
import { hostileReport } from './report-fixture.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><svg onload=alert(1)>',
  '</style><style>@import "http://evil.test"',
  '--><iframe src=javascript:alert(1)>',
  '<!--',
  ']]><a href="javascript:alert(1)">',
  '&lt;script&gt;',
  '${7*7}{{7*7}}',
  '<meta http-equiv="refresh" content="0;url=http://evil.test">',
  '<base href="http://evil.test">',
  '<link rel=stylesheet href=http://evil.test>',
  '<object data=http://evil.test>',
  '<form action=http://evil.test><input>',
  '`-alert(1)-`',
  '\u202e<b>gnp.exe',
  'a\u0000<b>',
  '\u001b]8;;http://evil.test\u0007click\u001b]8;;\u0007',
  '\ud800<i>',
  '<math><mtext></p><script>alert(1)</script>',
];

/** Every start tag of a page with its attributes; text between tags never makes one. */
function tags(page: string): string[] {
  return page.match(/<[a-z!/][^>]*>/gi) ?? [];
}

const batches = async function* (rows: readonly LineRow[]) {
  yield rows.slice(0, 1);
  yield [];
  yield rows.slice(1);
};

const line = (text: string, number: number): LineRow => ({
  path: 'a.log',
  member: null,
  line: number,
  byteOffset: 0,
  kind: 'event',
  eventId: number - 1,
  time: null,
  severity: 9,
  service: null,
  host: null,
  component: null,
  templateId: null,
  text,
});

const collect = async (parts: AsyncIterable<string>) => {
  let text = '';
  for await (const part of parts) text += part;
  return text;
};

describe('the HTML report', () => {
  it.each(PAYLOADS)('has the same tags whatever the logs say: %j', (payload) => {
    const page = writeHtmlReport(hostileReport(payload));
    const calm = writeHtmlReport(hostileReport('calm'));
    const names = (text: string) => tags(text).map((tag) => /^<\/?!?[a-z]+/i.exec(tag)![0]);
    expect(names(page)).toEqual(names(calm));
    expect(page).not.toMatch(/<(?:script|iframe|img|object|base|form|link)/i);
    for (const tag of tags(page)) expect(tag).not.toMatch(/\s(?:on\w+|src|href|action|data)\s*=/i);
    for (const char of page)
      expect(char === '\n' || char === '\t' || !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(char)).toBe(true);
  });

  it('carries a policy that allows its own style and nothing else', () => {
    const page = writeHtmlReport(hostileReport('x'));
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!.replaceAll('&#39;', "'");
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/);
  });

  it('says the account, the sentence, the votes, the evidence and how to get it again', () => {
    const page = writeHtmlReport(hostileReport('said'));
    expect(page).toContain('4 lines = 2 events + 1 continuation + 1 blank + 0 rejected');
    expect(page).toContain('<h3>said</h3>');
    expect(page).toContain('E_TRUNCATED: said');
    expect(page).toContain('<pre>said</pre>');
    expect(page).toContain('2023-11-14 22:13:20 UTC');
  });

  it('keeps text readable: what is escaped reads back the same', () => {
    const text = `5 < 6 && "a" > 'b' \`c\``;
    const back = escapeHtml(text).replace(
      /&(amp|lt|gt|quot|#39|#96);/g,
      (_all, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' })[name]!,
    );
    expect(back).toBe(text);
    expect(html`<b>${[html`<i>${'<x>'}</i>`, html`!`]}</b>`.text).toBe('<b><i>&lt;x&gt;</i>!</b>');
  });
});

describe('the Markdown report', () => {
  it.each([
    ...PAYLOADS,
    '# heading',
    '| a | b |',
    '[x](javascript:alert(1))',
    '```\n# out\n```',
    '![i](http://evil.test/p.png)',
    'https://evil.test',
  ])('shows %j as text', (payload) => {
    const text = writeMarkdownReport(hostileReport(payload));
    const outside = text
      .split(/^`{3,}$/m)
      .filter((_, index) => index % 2 === 0)
      .join('');
    expect(outside).not.toMatch(/(?<!\\)[<`[\]]|(?<!\\)!\[/);
    expect(outside.split('\n').filter((one) => one.startsWith('# '))).toHaveLength(1);
  });
});

describe('the CSV export', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2', "'-2"],
    ['@SUM', "'@SUM"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\uff1d1', "'\uff1d1"],
    ['\uff0b1', "'\uff0b1"],
    ['\uff0d1', "'\uff0d1"],
    ['\uff201', "'\uff201"],
    ['\0=1', "'\u2400=1"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
    ['', ''],
    ['\ud800', '\ufffd'],
  ])('writes %j as %j', (value, cell) => expect(csvCell(value)).toBe(cell));

  it('leaves numbers alone and writes null as nothing', () => {
    expect(csvCell(-5)).toBe('-5');
    expect(csvCell(null)).toBe('');
  });

  it('has a header and one record a row', async () => {
    const text = await collect(writeCsvLines(batches([line('a', 1), line('=b', 2)])));
    expect(text).toBe(
      'path,member,line,byteOffset,kind,eventId,time,severity,service,host,component,templateId,text\r\n' +
        "a.log,,1,0,event,0,,9,,,,,a\r\na.log,,2,0,event,1,,9,,,,,'=b\r\n",
    );
  });
});

describe('the JSON export', () => {
  it('is one document with exact text, also of what JSON cannot hold', async () => {
    const rows = [line('__proto__ "x" \u0000', 1), line('\ud800', 2)];
    const text = await collect(writeJsonExport(hostileReport('__proto__'), batches(rows)));
    const parsed = JSON.parse(text) as { lines: LineRow[]; incidents: { startNs: string }[] };
    expect(parsed.lines.map((row) => row.text)).toEqual(['__proto__ "x" \u0000', '\ufffd']);
    expect(parsed.incidents[0]!.startNs).toBe('1700000000000000000');
  });

  it('holds an empty list for a case without lines', async () => {
    const text = await collect(writeJsonExport(hostileReport('x'), batches([])));
    expect((JSON.parse(text) as { lines: unknown[] }).lines).toEqual([]);
  });
});

describe('numbers and text for people', () => {
  it.each([
    [0n, '1970-01-01T00:00:00Z'],
    [1_700_000_000_123_000_000n, '2023-11-14T22:13:20.123Z'],
    [1_700_000_000_123_456_000n, '2023-11-14T22:13:20.123456Z'],
    [1_700_000_000_000_000_007n, '2023-11-14T22:13:20.000000007Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
    [-1_000_000n, '1969-12-31T23:59:59.999Z'],
  ])('writes %d ns as %s', (timeNs, text) => expect(toRfc3339(timeNs)).toBe(text));

  it('writes times and spans in words', () => {
    expect(formatTimeSpan(0n, 90_000_000_000n)).toBe('1 min 30 s');
    expect(formatTimeSpan(0n, 7_500_000_000_000n)).toBe('2 h 5 min');
    expect(formatTimeSpan(0n, 7n)).toBe('under a second');
    expect(formatTimeSpan(null, 1n)).toBe('');
    expect(formatTime(null)).toBe('no time');
  });

  it('shows what would hide or reorder text', () => {
    expect(toVisibleText('a\u001b[31mb\u202ec\u200bd\ttab\nline')).toBe('a\\x1b[31mb\\u202ec\\u200bd\ttab\nline');
    expect(toVisibleText('\u{e0041}')).toBe('\\u{e0041}');
  });
});
