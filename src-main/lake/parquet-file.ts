import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { temporaryFolder } from '../base/case-layout.ts';
import { publishLakeFile, toLakeError } from './durable.ts';
import type { ParquetFile } from './parquet/parquet-writer.ts';

export interface StoredParquet {
  readonly sizeBytes: number;
  /** Of the whole file. */
  readonly crc32: number;
}

/**
 * Stores a file that was put together in memory: aside, fsync, rename, fsync of the folder.
 * @param relativePath Below the lake folder, with `/`.
 * @throws LakeError `lake.disk-full` | `lake.read-only` | `lake.io`; the file does not exist then.
 */
export async function storeParquet(
  lakeDir: string,
  relativePath: string,
  { pieces, sizeBytes }: ParquetFile,
): Promise<StoredParquet> {
  const temporaryPath = join(temporaryFolder(lakeDir), relativePath.replaceAll('/', '.'));
  try {
    const file = await open(temporaryPath, 'w');
    try {
      for (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toLakeError(error, `Cannot write ${relativePath}`);
  }
  const crc = pieces.reduce((sum, piece) => crc32(piece, sum), 0);
  await publishLakeFile(temporaryPath, join(lakeDir, relativePath));
  return { crc32: crc, sizeBytes };
}
