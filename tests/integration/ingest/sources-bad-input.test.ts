import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BadInput, makeTemporaryFolder } from './bad-input/bad-input.ts';
import { GZIP_CASES, ZSTD_CASES } from './bad-input/compression.ts';
import { ENCODING_CASES } from './bad-input/encodings.ts';
import { LINE_END_CASES, NUL_CASES } from './bad-input/nuls-and-line-ends.ts';
import { findFile, linesOf, type ReadSource, readSource } from './bad-input/read-source.ts';
import { LONG_LINE_CASES, SIZE_CASES } from './bad-input/size-and-long-lines.ts';
import { WRONG_CONTENT_CASES } from './bad-input/wrong-content.ts';
import { BZIP2_CASES, XZ_CASES } from './bad-input/xz-and-bzip2.ts';

const FAMILIES: Readonly<Record<string, readonly BadInput[]>> = {
  'size and truncation': SIZE_CASES,
  'long lines': LONG_LINE_CASES,
  'NULs and holes': NUL_CASES,
  'line ends': LINE_END_CASES,
  encodings: ENCODING_CASES,
  'wrong content': WRONG_CONTENT_CASES,
  gzip: GZIP_CASES,
  zstd: ZSTD_CASES,
  xz: XZ_CASES,
  bzip2: BZIP2_CASES,
};

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeAll(() => {
  folder = makeTemporaryFolder();
});
afterAll(() => folder.remove());

function write(input: BadInput): string {
  const path = join(folder.path, input.fileName ?? 'input.log');
  if (typeof input.content === 'function') input.content(path);
  else writeFileSync(path, input.content);
  return path;
}

/** Every block boundary is a point to go on from: the same blocks follow, with the same line numbers in their warnings. */
async function checkResume(path: string, input: BadInput, whole: ReadSource): Promise<void> {
  const file = await findFile(path);
  const picked =
    whole.blocks.length <= 6
      ? whole.blocks
      : [0.1, 0.5, 0.9].map((share) => whole.blocks[Math.floor(share * whole.blocks.length)]);
  for (const block of picked) {
    if (block === undefined) continue;
    const after = block.index + 1;
    const line = whole.blocks.slice(0, after).reduce((sum, { lineCount }) => sum + lineCount, 0);
    const resumed = await readSource(file, input.options, {
      decodedOffset: block.nextDecodedOffset,
      blockIndex: after,
      line,
    });
    expect(resumed.blocks.map(withoutStored)).toEqual(whole.blocks.slice(after).map(withoutStored));
    expect(resumed.outcome.errors).toEqual(whole.outcome.errors);
    expect(resumed.outcome.bytesOut).toBe(whole.outcome.bytesOut);
  }
}

const withoutStored = ({ storedOffset: _stored, bytes, lineOffsets, ...rest }: ReadSource['blocks'][number]) => ({
  ...rest,
  text: Buffer.from(bytes).toString('latin1'),
  lineOffsets: lineOffsets === null ? null : lineOffsets.join(),
});

describe.each(Object.entries(FAMILIES))('%s', (_family, cases) => {
  it.each(cases.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const path = write(input);
    const read = await readSource(await findFile(path), input.options);
    const { outcome, blocks, source } = read;
    expect(outcome.errors.map((error) => error.class)).toEqual(input.errors ?? []);
    for (const error of outcome.errors)
      expect(error.offset ?? error.line, `${error.class} names its place`).not.toBeNull();
    expect(outcome.status).toBe(input.status ?? 'whole');
    expect(blocks.reduce((sum, block) => sum + block.lineCount, 0)).toBe(input.lines);
    expect(Object.fromEntries(outcome.warnings.map(({ class: name, count }) => [name, count]))).toEqual(
      input.warnings ?? {},
    );
    if (input.encoding !== undefined) expect(source.encoding).toBe(input.encoding);
    const isLimited = outcome.errors.some((error) => error.class.startsWith('E_LIMIT'));
    if (!isLimited) expect(outcome.bytesIn).toBe(statSync(path).size);
    if (input.bytesOut !== undefined) expect(outcome.bytesOut).toBe(input.bytesOut);
    if (input.text !== undefined) {
      const lines = linesOf(blocks);
      for (const [number, text] of Object.entries(input.text)) expect(lines[Number(number) - 1]).toBe(text);
    }
    if (input.lines > 0) expect(source.sample.length).toBeGreaterThan(0);
    await checkResume(path, input, read);
  });
});

it('covers at least 120 inputs', () => {
  expect(Object.values(FAMILIES).flat().length).toBeGreaterThanOrEqual(120);
});
