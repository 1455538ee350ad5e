import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ALL_FORMATS } from '../../src-main/ingest/formats/definitions/all-formats.ts';
import { makeLog } from '../helpers/log-text.ts';
import { ARCHIVES, FILES, LOGS } from '../integration/ingest/bad-input/all-inputs.ts';
import { MAX_INPUT_BYTES } from './mutate.ts';

const CORPUS_HEAD_BYTES = 4096;

const fits = (content: unknown): content is Buffer => Buffer.isBuffer(content) && content.length <= MAX_INPUT_BYTES;

/** A few lines of every format. */
export const FORMAT_SEEDS: readonly Uint8Array[] = ALL_FORMATS.map(({ samples }) =>
  Buffer.from(samples.map(({ line }) => `${line}\n`).join('')),
);

/** Logs in text: of every format, odd ones, and heads of real ones where there are some. */
export const LOG_SEEDS: readonly Uint8Array[] = [
  ...FORMAT_SEEDS,
  Buffer.from(makeLog(40)),
  ...LOGS.map(({ content }) => Buffer.from(content)).filter(fits),
  ...corpusHeads(),
];

/** Files that are hard to read: sizes, line ends, NULs, encodings. */
export const FILE_SEEDS: readonly Uint8Array[] = FILES.map(({ content }) => content).filter(fits);

export const ARCHIVE_SEEDS: readonly Uint8Array[] = ARCHIVES.map(({ content }) => content).filter(fits);

/** Heads of the logs below `LOG_SENTINEL_CORPUS`; none without it. */
function corpusHeads(): Buffer[] {
  const root = process.env['LOG_SENTINEL_CORPUS'];
  if (root === undefined || !existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.log(?:\.[\w-]+)*$/.test(entry.name) && !entry.parentPath.includes('hdfs-raw'),
    )
    .map((entry) => {
      const content = readFileSync(join(entry.parentPath, entry.name));
      return (entry.name.endsWith('.gz') ? gunzipSync(content) : content).subarray(0, CORPUS_HEAD_BYTES);
    });
}
