import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { sniffCompression } from './content-kind.ts';
import type { Compression } from './types.ts';

/** Compression by the first bytes; 'none' when they cannot be read (opening the file will say why). */
export async function sniffFile(path: Buffer): Promise<Compression> {
  try {
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const head = Buffer.alloc(16);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return sniffCompression(head.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return 'none';
  }
}
