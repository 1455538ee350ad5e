import assert from 'node:assert/strict';
import { IngestError } from '#shared/base/errors.ts';
import { compileRegex } from '../../../src-main/ingest/formats/regex/compile-regex.ts';
import { RegexMatcher } from '../../../src-main/ingest/formats/regex/regex-matcher.ts';
import { offerFormats, previewFormat, readFormat } from '../../../src-main/ingest/formats/user/index.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { LOG_SEEDS } from '../seeds.ts';
import { FORMAT_TOKENS, LOG_TOKENS } from '../tokens.ts';

const LINE = '2024-05-01 10:00:00,123 INFO [main] a.b.C - took 5 ms\n';
/** Between the format and the lines it is tried on. */
const DIVIDER = '\n=====\n';

const FORMATS = [
  'name: a\npattern: "{time:%F %T%f} {level} [{thread}] {component} - {message}"\nsamples:\n- line: "2024-05-01 10:00:00,1 INFO [m] a.b - x"\n',
  'name: b\nlayout: "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%t] %c{1.} - %m%n"\n',
  'name: c\nstrptime: "%Y-%m-%d %H:%M:%S,%f %(levelname)s %(message)s"\n',
  'name: d\ngrok: "%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} \\\\[%{DATA:thread}\\\\] %{GREEDYDATA:message}"\n',
  'name: e\nregex: "^(?<time>\\\\d{4}-\\\\S+ \\\\S+) (?<level>\\\\w+) (?<message>.*)$"\n',
  'name: f\njson:\n  time: ts\n  message: msg\n',
  JSON.stringify({
    g: {
      title: 'g',
      regex: { std: { pattern: '^(?<timestamp>\\S+ \\S+) (?<level>\\w+) (?<body>.*)$' } },
      'timestamp-format': ['%Y-%m-%d %H:%M:%S,%L'],
      level: { error: 'ERROR' },
      sample: [{ line: LINE.trim() }],
    },
  }),
];

/** Format files of any text, ours and lnav's: read or refused with a place; what is read takes any lines. */
export const userFormats: FuzzTarget = {
  name: 'user-formats',
  seeds: FORMATS.map((format) => Buffer.from(`${format}${DIVIDER}${LINE}`)),
  tokens: [...FORMAT_TOKENS, ...LOG_TOKENS],
  run(input) {
    const whole = Buffer.from(input).toString('utf8');
    const at = whole.indexOf(DIVIDER);
    const text = at < 0 ? whole : whole.slice(0, at);
    const lines = (at < 0 ? LINE : whole.slice(at + DIVIDER.length)).split('\n').slice(0, 30);
    const { draft, issues } = readFormat(text);
    if (draft === null) assert.ok(issues.length > 0, 'a refusal says why');
    else {
      assert.deepEqual(
        previewFormat(draft, lines).map((each) => each.line),
        lines,
      );
    }
    let offers = 0;
    try {
      offers = offerFormats(text).length;
    } catch (error) {
      assert.ok(error instanceof IngestError, String(error));
    }
    const told = issues.map(({ message }) => message.replaceAll(/"[^"]*"|\d+/g, '')).slice(0, 2);
    return `${draft === null} ${offers} ${told.join()}`;
  },
};

/** Regular expressions of any text, in time that grows with the line and nothing else. */
export const regexes: FuzzTarget = {
  name: 'regexes',
  seeds: [
    '^(?<time>\\d+-\\d+) (\\w+) (.*)$',
    '(a|aa)+$',
    '(?i)(?<!x)[^\\]a-z]{2,5}?(?=b|$)',
    '((a*)*)*b',
    '(?>a+)[[:alpha:]]',
  ]
    .map((pattern) => Buffer.from(`${pattern}${DIVIDER}2024-05 INFO hällo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!`))
    .concat(LOG_SEEDS.slice(0, 10).map((seed) => Buffer.concat([Buffer.from(`(\\S+) (.*)${DIVIDER}`), seed]))),
  tokens: [...FORMAT_TOKENS, ...LOG_TOKENS],
  run(input) {
    const bytes = Buffer.from(input);
    const at = bytes.indexOf(DIVIDER);
    const pattern = bytes.subarray(0, at < 0 ? bytes.length : at).toString('utf8');
    const text = new Uint8Array(at < 0 ? [] : bytes.subarray(at + DIVIDER.length));
    let matcher: RegexMatcher;
    try {
      matcher = new RegexMatcher(compileRegex(pattern));
    } catch (error) {
      assert.ok(error instanceof IngestError, String(error));
      return error.message.replaceAll(/"[^"]*"|\d+/g, '').slice(0, 60);
    }
    const start = Math.min(1, text.length);
    const isFound = matcher.search(text, start, text.length);
    if (isFound) {
      for (const slot of matcher.slots)
        assert.ok(slot === -1 || (slot >= start && slot <= text.length), `slot ${slot}`);
      assert.ok((matcher.slots[0] as number) <= (matcher.slots[1] as number));
    }
    return `${isFound} ${matcher.slots.length}`;
  },
};
