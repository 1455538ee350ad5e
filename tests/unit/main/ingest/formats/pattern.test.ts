import { describe, expect, it } from 'vitest';
import { plainSpec } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { LineVerdict } from '../../../../../src-main/ingest/formats/index.ts';
import { patternSpecificity } from '../../../../../src-main/ingest/formats/pattern/specificity.ts';
import { SeverityWords, syslogSeverity } from '../../../../../src-main/ingest/formats/severity-words.ts';
import { parseLines } from '../../../../helpers/parse-lines.ts';

function match(pattern: string, line: string, levels: Record<string, number> = {}) {
  const [result] = parseLines({ ...plainSpec(), engine: 'pattern', patterns: [pattern], levels }, line);
  return result?.verdict === LineVerdict.event ? result.fields : null;
}

describe('the pattern language', () => {
  it('ends a word field at a blank or at what follows it, whole', () => {
    expect(match('{component}: {message}', 'a::b: c: d')).toMatchObject({ component: 'a::b', content: 'c: d' });
    expect(match('{component}: {message}', 'two words: c')).toBeNull();
  });

  it('lets an `any` field hold blanks and cuts those around it', () => {
    expect(match('[{component:any}] {message}', '[  main thread   ] x')).toMatchObject({
      component: 'main thread',
      content: 'x',
    });
    expect(match('{component:any} : {message}', 'a : b : c')).toMatchObject({ component: 'a', content: 'b : c' });
  });

  it('undoes what a failed optional group had taken', () => {
    const pattern = '{?[{component}] {host}! ?}{message}';
    expect(match(pattern, '[a] b! c')).toMatchObject({ component: 'a', host: 'b', content: 'c' });
    expect(match(pattern, '[a] b c')).toMatchObject({
      component: null,
      host: null,
      attributes: null,
      content: '[a] b c',
    });
  });

  it('starts the content where `message+` stands and goes on matching inside it', () => {
    expect(match('{time:%+} {message+}"{method:name} ', '2024-05-01T12:00:00Z "GET /x" 200')).toMatchObject({
      content: '"GET /x" 200',
      attributes: '{"method":"GET"}',
    });
  });

  it('cuts a name in parentheses off the end, if there is one', () => {
    expect(match('{component:tail}{message}', 'x (y) z (a.B$c)')).toMatchObject({
      component: 'a.B$c',
      content: 'x (y) z',
    });
    expect(match('{component:tail}{message}', 'call f(x)')).toMatchObject({ component: null, content: 'call f(x)' });
  });

  it('takes only known words for a level, any word for `level:word`', () => {
    expect(match('{level} {message}', 'warning x')).toMatchObject({ severity: 13, severityText: 'warning' });
    expect(match('{level} {message}', 'reading x')).toBeNull();
    expect(match('{level:word} {message}', 'STATS x')).toMatchObject({ severity: 0, severityText: 'STATS' });
    expect(match('[{level}] {message}', '[ INFO ] x')).toMatchObject({ severityText: 'INFO', content: 'x' });
    expect(match('{level:mark} {message}', '* x', { '*': 10 })).toMatchObject({ severity: 10, severityText: '*' });
  });

  it('reads a syslog priority and refuses what is none', () => {
    expect(match('<{pri}>{message}', '<165>x')).toMatchObject({ severity: 10 });
    expect(match('<{pri}>{message}', '<192>x')).toBeNull();
  });

  it('takes a lone dash for nothing', () => {
    expect(match('{host} {component} {message}', '- b c')).toMatchObject({ host: null, component: 'b' });
  });

  it('keeps structured data with escapes whole', () => {
    expect(match('{sd} {message}', '[a b="x \\" ] y"][c] m')).toMatchObject({
      content: 'm',
      attributes: '{"syslog.structured_data":"[a b=\\"x \\\\\\" ] y\\"][c]"}',
    });
  });

  it('names the place of a mistake', () => {
    expect(() => match('{time:%+', 'x')).toThrow(/Bad pattern "\{time:%\+" at 0: a field is not closed/);
    expect(() => match('{?a', 'x')).toThrow(/not closed/);
    expect(() => match('a?}', 'x')).toThrow(/never started/);
    expect(() => match('{a:b}', 'x')).toThrow(/unknown field class "b"/);
  });

  it('calls a pattern with more evidence more specific', () => {
    const patterns = [
      '{message}',
      '{time:%+} {message}',
      '{time:%+} {level} {message}',
      '{time:%+} {level} [{thread:any}] {component}: {message}',
    ];
    const points = patterns.map(patternSpecificity);
    expect(points).toEqual(points.toSorted((a, b) => a - b));
    expect(new Set(points).size).toBe(points.length);
  });
});

describe('SeverityWords', () => {
  const find = (words: SeverityWords, text: string): number => {
    const bytes = new TextEncoder().encode(text);
    return words.find(bytes, 0, bytes.length);
  };

  it.each([
    ['TRACE', 1],
    ['finest', 1],
    ['Debug', 5],
    ['DEBUG5', 5],
    ['FINE', 6],
    ['config', 7],
    ['INFO', 9],
    ['Information', 9],
    ['notice', 10],
    ['WARN', 13],
    ['Warning', 13],
    ['ERROR', 17],
    ['SEVERE', 17],
    ['critical', 18],
    ['DPanic', 18],
    ['panic', 19],
    ['alert', 19],
    ['FATAL', 21],
    ['emergency', 21],
  ])('maps %s to %i', (text, expected) => {
    expect(find(new SeverityWords(), text)).toBe(expected);
  });

  it.each(['', 'information1', 'INFORMATIONINFORMATION', 'failed', 'a'])('does not know "%s"', (text) => {
    expect(find(new SeverityWords(), text)).toBe(-1);
  });

  it('lets a format add words and win over the common ones', () => {
    const words = new SeverityWords({ I: 9, info: 5 });
    expect([find(words, 'i'), find(words, 'INFO')]).toEqual([9, 5]);
    expect(find(new SeverityWords({ I: 9 }, false), 'info')).toBe(-1);
  });

  it('follows the syslog table', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(syslogSeverity)).toEqual([21, 19, 18, 17, 13, 10, 9, 5, 0]);
  });
});
