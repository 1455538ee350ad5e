import { describe, expect, it } from 'vitest';
import { detectFormat, LineVerdict, type SampleFields } from '../../../../../src-main/ingest/formats/index.ts';
import { parseLines } from '../../../../helpers/parse-lines.ts';

const frame = (message: string): string => `${Buffer.byteLength(message)} ${message}`;
const message = (i: number): string =>
  `<34>1 2024-05-01T12:00:0${i}.5Z web1 su 17 ID47 - 'su root' failed för bob ${i}`;
const contents = (i: number): string => `'su root' failed för bob ${i}`;

function read(text: string): { format: string; verdicts: number[]; events: SampleFields[] } {
  const detection = detectFormat(new TextEncoder().encode(text), { path: 'x.log', modifiedMs: null });
  const lines = parseLines(detection.spec, text);
  return {
    format: detection.format,
    verdicts: lines.map(({ verdict }) => verdict),
    events: lines.filter(({ verdict }) => verdict === LineVerdict.event).map(({ fields }) => fields),
  };
}

describe('syslog in octet-counted frames', () => {
  it.each([
    ['without line breaks between them', ''],
    ['one a line', '\n'],
  ])('gives one event a frame: %s', (_name, separator) => {
    const { format, events } = read([0, 1, 2].map((i) => frame(message(i))).join(separator));
    expect(format).toBe('syslog-rfc5424');
    expect(events.map(({ content }) => content)).toEqual([0, 1, 2].map(contents));
    expect(events[1]).toMatchObject({ time: '2024-05-01T12:00:01.500Z', severity: 18, host: 'web1', service: 'su' });
  });

  it('counts a line break at the end of a message to the message', () => {
    const { events, verdicts } = read([0, 1, 2].map((i) => frame(`${message(i)}\n`)).join(''));
    expect(events.map(({ content }) => content)).toEqual([0, 1, 2].map(contents));
    expect(verdicts).toEqual([0, 0, 0]);
  });

  it('keeps line breaks inside a message', () => {
    const { events, verdicts } = read(frame(`${message(0)}\n  at f (x.js:1)`) + frame(message(1)));
    expect(events.map(({ content }) => content)).toEqual([`${contents(0)}\n  at f (x.js:1)`, contents(1)]);
    expect(verdicts).toEqual([LineVerdict.event, LineVerdict.event]);
  });

  it('shows a line without a frame to the format as it is', () => {
    const { events } = read(`${frame(message(0))}\n${frame(message(1))}\n${message(2)}\n`);
    expect(events.map(({ content }) => content)).toEqual([0, 1, 2].map(contents));
  });

  it('does not take a number before a tag for a count', () => {
    expect(read('17 <b>bold</b>\n18 <i>italic</i>\n').format).toBe('plain');
  });
});
