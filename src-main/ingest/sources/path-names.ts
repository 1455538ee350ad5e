import { isUtf8 } from 'node:buffer';

/** Text of a path's bytes for showing: bytes that are not UTF-8 as `\xNN`, everything else as it is. */
export function showPath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isUtf8(buffer)) return buffer.toString();
  let shown = '';
  for (let at = 0; at < buffer.length; ) {
    let length = 1;
    while (length <= 4 && at + length <= buffer.length && !isUtf8(buffer.subarray(at, at + length))) length++;
    const isCharacter = length <= 4 && at + length <= buffer.length;
    shown += isCharacter ? buffer.toString('utf8', at, at + length) : `\\x${buffer.toString('hex', at, at + 1)}`;
    at += isCharacter ? length : 1;
  }
  return shown;
}

/** Hex of the bytes when they are not UTF-8, else null: see `SourceFile.pathHex`. */
export function hexIfNotUtf8(bytes: Buffer): string | null {
  return isUtf8(bytes) ? null : bytes.toString('hex');
}

export function joinPath(folder: Buffer, name: Buffer): Buffer {
  const separator = folder.at(-1) === 0x2f ? '' : '/';
  return Buffer.concat([folder, Buffer.from(separator), name]);
}
