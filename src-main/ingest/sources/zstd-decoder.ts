import type { DecodeReport } from './decoding-reader.ts';
import type { StoredCursor } from './stored-cursor.ts';

export async function* decodeZstd(
  _cursor: StoredCursor,
  _report: DecodeReport,
  _signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {}
