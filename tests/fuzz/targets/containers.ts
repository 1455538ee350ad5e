import assert from 'node:assert/strict';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { NUL_RUN_KEPT } from '../../../src-main/ingest/sources/line-keeper.ts';
import { logLines } from '../../integration/ingest/bad-input/bad-input.ts';
import { tar } from '../../integration/ingest/bad-input/tar-builder.ts';
import { zip } from '../../integration/ingest/bad-input/zip-builder.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { ARCHIVE_SEEDS, FILE_SEEDS } from '../seeds.ts';
import { BINARY_TOKENS } from '../tokens.ts';
import { describeReading, outcomeOf, readBytes } from './read-file.ts';

const log = Buffer.from(logLines(60));
const packed = tar([
  { name: 'a/app.log', body: log },
  { name: 'app.log.1.gz', body: gzipSync(log) },
  { name: 'b.zip', body: zip([{ name: 'c.log', body: log }]) },
]);

const MAGIC = /^(?:1f8b|28b52ffd|5.2a4d18|fd377a58|425a68|504b)/;
const isPacked = (seed: Uint8Array): boolean => MAGIC.test(Buffer.from(seed.subarray(0, 4)).toString('hex'));

const SEEDS = [
  ...ARCHIVE_SEEDS,
  ...FILE_SEEDS.filter(isPacked),
  packed,
  gzipSync(packed),
  zstdCompressSync(packed),
  Buffer.concat([gzipSync(log), gzipSync(log)]),
  Buffer.concat([zstdCompressSync(log), zstdCompressSync(log)]),
];

/** Compressed files and archives: read to an end that is told, twice the same, and as zlib reads them where it can. */
export const containers: FuzzTarget = {
  name: 'containers',
  seeds: SEEDS,
  tokens: BINARY_TOKENS,
  async run(input) {
    const { readings, issues } = await readBytes(input, { blockBytes: 4096 });
    const again = await readBytes(input, { blockBytes: 4096 });
    assert.deepEqual([again.readings.map(describeReading), again.issues], [readings.map(describeReading), issues]);
    checkGzip(input, readings);
    return outcomeOf(readings, issues);
  },
};

function checkGzip(input: Uint8Array, readings: Awaited<ReturnType<typeof readBytes>>['readings']): void {
  const [reading] = readings;
  if (reading?.file.compression !== 'gzip' || reading.file.packing !== '' || reading.encoding !== 'utf-8') return;
  let text: Buffer;
  try {
    text = gunzipSync(input, { maxOutputLength: 2 ** 20 });
  } catch {
    return;
  }
  const plain = text.toString('latin1');
  // Marks and long runs of NULs are left out of lines, compressions inside are opened, and a file without any LF may be
  // split at CR.
  const special = ['\0'.repeat(NUL_RUN_KEPT + 1), '\u00ef\u00bb\u00bf', '\u001f\u008b'];
  const isChanged = special.some((piece) => plain.includes(piece));
  if (reading.outcome.status === 'rejected' || isChanged || !plain.includes('\n')) return;
  const joined = Buffer.concat(reading.blocks.map(({ bytes }) => bytes)).toString('latin1');
  assert.ok(joined.startsWith(plain), 'what zlib decodes is read');
}
