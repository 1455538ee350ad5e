import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { detectFormat, type FormatDetection, LineVerdict } from '../../../src-main/ingest/formats/index.ts';
import { corpusPath, describeWithCorpus } from '../../helpers/corpus.ts';
import { parseCsv } from '../../helpers/csv.ts';
import { type LineResult, parseLines } from '../../helpers/parse-lines.ts';

const MODIFIED = Date.UTC(2026, 10, 23);
const SAMPLE_BYTES = 256 * 1024;

function readLog(relative: string): Uint8Array {
  const bytes = readFileSync(corpusPath(relative));
  return new Uint8Array(relative.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

function detectAndParse(relative: string): { detection: FormatDetection; lines: LineResult[] } {
  const bytes = readLog(relative);
  const detection = detectFormat(bytes.subarray(0, SAMPLE_BYTES), { path: relative, modifiedMs: MODIFIED });
  return { detection, lines: parseLines(detection.spec, bytes) };
}

/** System, format, column of the component. */
const LOGHUB: readonly (readonly [string, string, string | null])[] = [
  ['Android', 'android-logcat', 'Component'],
  ['Apache', 'apache-error', null],
  ['BGL', 'bgl', 'Component'],
  ['HDFS', 'hdfs', 'Component'],
  ['HPC', 'hpc', 'Component'],
  ['Hadoop', 'hadoop', 'Component'],
  ['Mac', 'syslog-rfc3164', 'Component'],
  ['OpenSSH', 'syslog-rfc3164', null],
  ['OpenStack', 'openstack', 'Component'],
  ['Proxifier', 'proxifier', 'Program'],
  ['Windows', 'windows-cbs', 'Component'],
];

describeWithCorpus('headers of the labelled logs', () => {
  it.each(LOGHUB)('%s: format, content, component, level and time of every line', (system, format, componentColumn) => {
    const { detection, lines } = detectAndParse(`loghub-2k/${system}/${system}_2k.log`);
    const rows = parseCsv(
      readFileSync(corpusPath(`loghub-2k/${system}/${system}_2k.log_structured_corrected.csv`), 'utf8'),
    );
    expect(detection.format).toBe(format);
    expect(detection.confidence).toBe(1);
    expect(lines.length).toBe(rows.length);
    // The labels were made with blanks around the content cut off.
    const wrong = lines.filter(({ fields }, i) => fields.content.trim() !== rows[i]!['Content']!.trim());
    expect(wrong.map(({ fields }) => fields.line)).toEqual([]);
    expect(lines.filter(({ fields }) => fields.time === null)).toEqual([]);
    for (const [i, { fields }] of lines.entries()) {
      if (componentColumn !== null) expect(fields.component).toBe(rows[i]![componentColumn]);
      if ('Level' in rows[i]!) expect(fields.severityText).toBe(rows[i]['Level']);
      if ('Level' in rows[i]!) expect(fields.severity).toBeGreaterThan(0);
    }
  });
});

interface RawCase {
  readonly file: string;
  readonly format: string;
  readonly events: number;
  /** Lines left to the event before them, or to themselves. */
  readonly noMatch: number;
  readonly first: string;
  readonly last: string;
  /** Events with a level. */
  readonly levels: number;
  /** Content of the first event. */
  readonly content: string;
}

const RAW: readonly RawCase[] = JSON.parse(
  readFileSync(new URL('../../golden/raw-formats.json', import.meta.url), 'utf8'),
) as RawCase[];

describeWithCorpus('real files of other systems', () => {
  it.each(RAW.map((raw) => [raw.file, raw] as const))('%s', (file, expected) => {
    const { detection, lines } = detectAndParse(`raw-formats/${file}`);
    const events = lines.filter(({ verdict }) => verdict === LineVerdict.event);
    const times = events.map(({ fields }) => fields.time).filter((time) => time !== null);
    expect({
      file,
      format: detection.format,
      events: events.length,
      noMatch: lines.filter(({ verdict }) => verdict === LineVerdict.noMatch).length,
      first: times[0],
      last: times.at(-1),
      levels: events.filter(({ fields }) => fields.severity > 0).length,
      content: events[0]?.fields.content.slice(0, 80),
    }).toEqual(expected);
    expect(lines.filter(({ badTime }) => badTime)).toEqual([]);
  });
});
