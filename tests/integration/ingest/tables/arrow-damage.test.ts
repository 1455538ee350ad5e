import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArrow } from '../../../../src-main/ingest/tables/arrow-rows.ts';
import { TableDamage } from '../../../../src-main/ingest/tables/table-rows.ts';
import { memoryBytes } from '../../../unit/main/ingest/sources/memory-reader.ts';
import { writeArrow } from './make-tables.ts';

const ROWS = 12;

function arrowBytes(kind: 'file' | 'stream'): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-arrow-'));
  try {
    writeArrow(join(folder, 'a'), kind, ROWS, 4);
    return readFileSync(join(folder, 'a'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows up to the damage, and the damage. */
async function readAll(bytes: Buffer, kind: 'arrow' | 'arrow-stream') {
  const rows: string[] = [];
  try {
    const table = await openArrow(memoryBytes(bytes), kind);
    for await (const batch of table.read(0, undefined)) rows.push(...batch);
    return { rows, damage: null };
  } catch (damage) {
    return { rows, damage };
  }
}

describe.each([
  ['arrow', 'file'],
  ['arrow-stream', 'stream'],
] as const)('a damaged %s', (kind, written) => {
  const sound = arrowBytes(written);

  it.each([0xff, 0x7f, 0x00])('is read up to a word of %i bytes anywhere, or refused, at once', async (byte) => {
    const whole = await readAll(sound, kind);
    expect(whole).toMatchObject({ damage: null, rows: { length: ROWS } });
    let refused = 0;
    for (let at = 0; at + 4 <= sound.length; at += 4) {
      const { rows, damage } = await readAll(Buffer.from(sound).fill(byte, at, at + 4), kind);
      expect(rows.length, `rows with damage at ${at}`).toBeLessThanOrEqual(ROWS);
      rows.forEach((row) => expect(() => JSON.parse(row)).not.toThrow());
      if (damage !== null) refused++;
      expect(damage === null || damage instanceof TableDamage, String(damage)).toBe(true);
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe('a stream that is cut', () => {
  it('keeps the batches in front of the cut, and says where it is', async () => {
    const sound = arrowBytes('stream');
    const { rows, damage } = await readAll(sound.subarray(0, -200), 'arrow-stream');
    expect(rows).toHaveLength(8);
    expect(damage).toMatchObject({ isTruncated: true, offset: expect.any(Number) });
  });
});
