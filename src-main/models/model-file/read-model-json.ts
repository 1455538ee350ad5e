import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { badFile } from './bad-file.ts';
import { unpackJson } from './packed-json.ts';

/** Stored bytes of a file that is still looked at. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;
/** After decompression. */
const MAX_JSON_BYTES = 256 * 2 ** 20;

/**
 * The content of a model file, gzip or plain JSON, once its schema was checked.
 * @returns With `hash`, SHA-256 of the JSON. @throws ModelError `model.bad-file` naming the field.
 */
export function readModelJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): { readonly file: T; readonly hash: string } {
  const json = inflate(bytes);
  const parsed = schema.safeParse(unpackJson(json.toString('utf8')));
  if (parsed.success) return { file: parsed.data, hash: createHash('sha256').update(json).digest('hex') };
  const issue = parsed.error.issues[0];
  throw badFile(issue === undefined ? 'the file' : fieldOf(issue.path), issue?.message ?? 'is not a model');
}

/** What the file says it is; null when it says nothing. @throws ModelError `model.bad-file` */
export function formatOfModelFile(bytes: Uint8Array): string | null {
  const value = unpackJson(inflate(bytes).toString('utf8'));
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : null;
  return typeof format === 'string' ? format : null;
}

function inflate(bytes: Uint8Array): Buffer {
  if (bytes.byteLength > MAX_FILE_BYTES) throw badFile('the file', `is larger than ${MAX_FILE_BYTES} bytes`);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_JSON_BYTES });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    throw badFile('the file', isTooLarge ? `unpacks to more than ${MAX_JSON_BYTES} bytes` : 'is damaged gzip', cause);
  }
}

function fieldOf(path: readonly PropertyKey[]): string {
  const joined = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return joined === '' ? 'the file' : joined.replace(/^\./, '');
}
