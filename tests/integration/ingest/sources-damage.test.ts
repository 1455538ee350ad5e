import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countByRule, hasTool, logLines, makeTemporaryFolder, randomFrom, runTool } from './bad-input/bad-input.ts';
import { findFile, linesOf, readSource } from './bad-input/read-source.ts';

const text = logLines(20_000, 'damage');
const plain = Buffer.from(text);
const lines = text.trimEnd().split('\n');

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeAll(() => {
  folder = makeTemporaryFolder();
});
afterAll(() => folder.remove());

async function read(bytes: Buffer) {
  const path = join(folder.path, 'damaged.bin');
  writeFileSync(path, bytes);
  const result = await readSource(await findFile(path), { blockBytes: 64 * 1024 });
  const joined = Buffer.concat(result.blocks.map((block) => Buffer.from(block.bytes)));
  return { ...result, joined };
}

describe('a gzip file cut at any place', () => {
  const packed = gzipSync(plain);
  const random = randomFrom(21);
  const cuts = Array.from({ length: 25 }, () => 20 + Math.floor(random() * (packed.length - 20)));

  it.skipIf(!hasTool('zcat'))('keeps exactly what zcat can read of it', async () => {
    for (const cut of cuts) {
      const { joined, outcome } = await read(packed.subarray(0, cut));
      const { stdout } = spawnSync('zcat', [join(folder.path, 'damaged.bin')], { maxBuffer: 2 ** 28 });
      expect(joined.length, `cut at ${cut}`).toBeGreaterThanOrEqual(stdout.length);
      expect(plain.subarray(0, joined.length).equals(joined)).toBe(true);
      expect(outcome.errors).toMatchObject([{ class: 'E_TRUNCATED', offset: cut, decodedOffset: joined.length }]);
      expect(outcome.bytesIn).toBe(cut);
    }
  });
});

describe('a gzip file with a damaged byte', () => {
  const packed = gzipSync(plain);
  const random = randomFrom(22);

  it('keeps every line before the damage and says where it is', async () => {
    for (let round = 0; round < 25; round++) {
      const at = 10 + Math.floor(random() * (packed.length - 18));
      const bytes = Buffer.from(packed);
      bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
      const { joined, outcome } = await read(bytes);
      expect(outcome.status).toBe('partial');
      expect(outcome.errors[0]?.class).toMatch(/E_CORRUPT|E_TRUNCATED/);
      expect(outcome.errors[0]?.offset).toBeGreaterThanOrEqual(at);
      const same = commonPrefix(joined, plain);
      expect(same, `damage at ${at}`).toBeGreaterThanOrEqual(decodableBefore(packed, at));
    }
  });

  it('goes on with the next sound member, on a line of its own', async () => {
    const member = gzipSync(Buffer.from(logLines(500, 'rescued')));
    const broken = Buffer.from(packed);
    broken.fill(0xff, 5000, 5040);
    const result = await read(Buffer.concat([broken, member]));
    const found = linesOf(result.blocks);
    expect(found.slice(-500)).toEqual(logLines(500, 'rescued').trimEnd().split('\n'));
    expect(result.outcome.errors.map((error) => error.class)).toEqual(['E_CORRUPT']);
    expect(found[0]).toBe(lines[0]);
  });

  it('keeps each byte decoded before an invalid code, also the last few', async () => {
    const body = Buffer.from(logLines(40, 'tail'));
    const sound = deflateRawSync(body, { finishFlush: 2 });
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const invalidBlockType = Buffer.from([0x07, 0xff, 0xff]);
    const { joined, outcome } = await read(Buffer.concat([header, sound, invalidBlockType, Buffer.alloc(8)]));
    expect(joined.equals(body)).toBe(true);
    expect(outcome.errors).toMatchObject([
      { class: 'E_CORRUPT', offset: header.length + sound.length, decodedOffset: body.length },
    ]);
    expect(crc32(joined)).toBe(crc32(body));
  });
});

describe.skipIf(!hasTool('zstd'))('zstd', () => {
  const packed = hasTool('zstd')
    ? execFileSync('zstd', ['-qc', '--check'], { input: plain, maxBuffer: 2 ** 28 })
    : Buffer.alloc(0);

  it('keeps all whole blocks of a cut file', async () => {
    for (const share of [0.3, 0.6, 0.9, 0.99]) {
      const cut = Math.floor(packed.length * share);
      const { joined, outcome } = await read(packed.subarray(0, cut));
      const { stdout } = spawnSync('zstd', ['-dqcf', join(folder.path, 'damaged.bin')], { maxBuffer: 2 ** 28 });
      expect(joined.length).toBeGreaterThanOrEqual(stdout.length);
      expect(plain.subarray(0, joined.length).equals(joined)).toBe(true);
      expect(outcome.errors).toMatchObject([{ class: 'E_TRUNCATED', offset: cut }]);
    }
  });

  it('reports a wrong checksum and keeps all lines', async () => {
    const bytes = Buffer.from(packed);
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    const { joined, outcome } = await read(bytes);
    expect(joined.equals(plain)).toBe(true);
    expect(outcome.errors).toMatchObject([{ class: 'E_CORRUPT' }]);
  });

  it('goes on with the next frame behind a damaged block', async () => {
    const bytes = Buffer.from(packed);
    bytes.fill(0xa5, 4000, 4100);
    const next = execFileSync('zstd', ['-qc'], { input: logLines(50, 'next') });
    const { blocks, outcome } = await read(Buffer.concat([bytes, next]));
    expect(linesOf(blocks).slice(-50)).toEqual(logLines(50, 'next').trimEnd().split('\n'));
    expect(outcome.errors.map((error) => error.class)).toEqual(['E_CORRUPT']);
  });

  it('reads what the command line tool writes with long history, levels and threads', async () => {
    for (const flags of [['-1'], ['-19', '--long=27'], ['-3', '-T2', '--no-check']]) {
      const { joined, outcome } = await read(
        execFileSync('zstd', ['-qc', ...flags], { input: plain, maxBuffer: 2 ** 28 }),
      );
      expect(joined.equals(plain)).toBe(true);
      expect(outcome.status).toBe('whole');
    }
  });
});

describe.skipIf(!hasTool('zstd'))('zstd that cannot be decoded here', () => {
  it('is refused by name when it needs more history than the limit', async () => {
    const { outcome } = await read(execFileSync('zstd', ['-qc', '--long=28'], { input: plain }));
    expect(outcome).toMatchObject({ status: 'rejected', errors: [{ class: 'E_LIMIT_SIZE', offset: 0 }] });
  });

  it('is refused by name when it needs a dictionary', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 5, 1, 0, 0]);
    expect((await read(frame)).outcome).toMatchObject({
      status: 'rejected',
      errors: [{ class: 'E_UNSUPPORTED', offset: 0 }],
    });
  });
});

describe.skipIf(!hasTool('xz') || !hasTool('bzip2'))('xz and bzip2 files cut at any place', () => {
  it.each([
    // The xz decoder looks 21 bytes ahead; what they hold of a cut stream is not decoded.
    ['xz', 16 * 1024],
    ['bzip2', 0],
  ] as const)('keep what the tool can read (%s)', async (tool, ahead) => {
    const packed = execFileSync(tool, ['-c', ...(tool === 'bzip2' ? ['-1'] : [])], {
      input: plain,
      maxBuffer: 2 ** 28,
    });
    const random = randomFrom(31);
    for (let round = 0; round < 12; round++) {
      const cut = 40 + Math.floor(random() * (packed.length - 40));
      const { joined, outcome } = await read(packed.subarray(0, cut));
      const { stdout } = spawnSync(tool, ['-dc'], { input: packed.subarray(0, cut), maxBuffer: 2 ** 28 });
      expect(joined.length, `cut at ${cut}`).toBeGreaterThanOrEqual(stdout.length - ahead);
      expect(plain.subarray(0, joined.length).equals(joined)).toBe(true);
      expect(outcome.errors).toMatchObject([{ class: 'E_TRUNCATED', offset: cut, decodedOffset: joined.length }]);
    }
  });

  it('keep the blocks before and behind a damaged one (bzip2)', async () => {
    const packed = runTool('bzip2', plain, '-c', '-1');
    const damaged = Buffer.from(packed);
    damaged.fill(0xa5, packed.length / 2, packed.length / 2 + 40);
    const { blocks, outcome } = await read(damaged);
    const found = linesOf(blocks);
    expect(outcome.errors.map((error) => error.class)).toEqual(['E_CORRUPT']);
    expect(found[0]).toBe(lines[0]);
    expect(found.at(-1)).toBe(lines.at(-1));
    const blockLines = Math.ceil(100_000 / (plain.length / lines.length));
    expect(found.length).toBeGreaterThan(lines.length - blockLines - 2);
  });
});

describe('random damage', () => {
  const small = Buffer.from(logLines(400, 'fuzz'));
  const bases = {
    gzip: Buffer.concat([gzipSync(small), gzipSync(small)]),
    zstd: Buffer.concat([zstdCompressSync(small), zstdCompressSync(small)]),
    ...Object.fromEntries(
      (['xz', 'bzip2'] as const).filter(hasTool).map((tool) => {
        const one = runTool(tool, small, '-c');
        return [tool, Buffer.concat([one, one])];
      }),
    ),
    plain: small,
  };

  it.each(Object.entries(bases))('never breaks reading, and is always told (%s)', async (name, base) => {
    const random = randomFrom(99);
    for (let round = 0; round < 120; round++) {
      const bytes = Buffer.from(base);
      for (let hits = 1 + Math.floor(random() * 4); hits > 0; hits--)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const end = random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length;
      const { outcome, blocks } = await read(bytes.subarray(0, end));
      expect(outcome.status === 'whole').toBe(outcome.errors.length === 0);
      expect(outcome.status === 'rejected').toBe(blocks.length === 0);
      if (outcome.status !== 'whole' || name === 'plain' || bytes.subarray(0, end).equals(base)) continue;
      const isFullCopy = outcome.bytesOut === small.length * 2 || outcome.bytesOut === small.length;
      expect(isFullCopy || outcome.warnings.length > 0, `round ${round}`).toBe(true);
    }
  });
});

describe('compressed and plain copies', () => {
  it('give the same lines, counted by the rule', async () => {
    const { blocks } = await read(gzipSync(plain));
    expect(linesOf(blocks)).toEqual(lines);
    expect(linesOf(blocks).length).toBe(countByRule(plain));
  });
});

function commonPrefix(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at++;
  return at;
}

/** What an independent reader (zcat on the part before the damage) decodes. */
function decodableBefore(packed: Buffer, at: number): number {
  if (!hasTool('zcat')) return 0;
  const result = spawnSync('zcat', [], { input: packed.subarray(0, at), maxBuffer: 2 ** 28 });
  return result.stdout.length;
}
