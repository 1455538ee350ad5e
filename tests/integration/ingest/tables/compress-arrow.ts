import { zstdCompressSync } from 'node:zlib';
import { Message } from 'apache-arrow';
import { findMessages, readMessage } from '../../../../src-main/ingest/tables/arrow-messages.ts';
import { xxh32 } from '../../../../src-main/ingest/tables/xxh32.ts';
import { memoryBytes } from '../../../unit/main/ingest/sources/memory-reader.ts';

export type ArrowCodec = 'lz4' | 'zstd';

/** One buffer as it lies in a compressed body; null for one written as it is. */
export type PackBuffer = (bytes: Buffer, index: number) => Buffer | null;

interface Batch {
  readonly length: number;
  readonly nodes: readonly unknown[];
  readonly buffers: ReadonlyArray<{ readonly offset: number; readonly length: number }>;
  readonly variadicBufferCounts: readonly number[];
}
type Make<T> = new (...parts: unknown[]) => T;

/** Length in front of the compressed bytes. */
export function claim(length: number | bigint, bytes: Buffer): Buffer {
  const prefix = Buffer.alloc(8);
  prefix.writeBigInt64LE(BigInt(length));
  return Buffer.concat([prefix, bytes]);
}

export function packBuffer(codec: ArrowCodec): PackBuffer {
  const compress = codec === 'lz4' ? lz4Frame : zstdCompressSync;
  return (bytes) => {
    const packed = compress(bytes);
    return packed.length < bytes.length ? claim(bytes.length, packed) : null;
  };
}

/** An Arrow stream with the bodies of its batches compressed, buffer by buffer, as other writers do it. */
export async function compressStream(
  stream: Buffer,
  codec: ArrowCodec,
  pack: PackBuffer = packBuffer(codec),
): Promise<Buffer> {
  const bytes = memoryBytes(stream);
  const parts: Buffer[] = [];
  let index = 0;
  for await (const message of findMessages(bytes, 0, stream.length, undefined)) {
    const whole = Buffer.from(await readMessage(bytes, message, undefined));
    if (message.kind === 'schema') parts.push(whole);
    else parts.push(compressMessage(whole, codec, (buffer) => pack(buffer, index++)));
  }
  return Buffer.concat([...parts, Buffer.from('ffffffff00000000', 'hex')]);
}

function compressMessage(whole: Buffer, codec: ArrowCodec, pack: (bytes: Buffer) => Buffer | null): Buffer {
  const bodyStart = 8 + whole.readInt32LE(4);
  const decoded = Message.decode(whole.subarray(8, bodyStart));
  const header = decoded.header() as unknown as Batch & { constructor: Make<Batch>; data?: Batch; id?: number };
  const batch = header.data ?? header;
  const body: Buffer[] = [];
  let at = 0;
  const regions = batch.buffers.map(({ offset, length }) => {
    const bytes = whole.subarray(bodyStart + offset, bodyStart + offset + length);
    const packed = length === 0 ? Buffer.alloc(0) : (pack(bytes) ?? claim(-1, bytes));
    const padding = Buffer.alloc((8 - (packed.length % 8)) % 8);
    body.push(packed, padding);
    const region = { offset: at, length: packed.length };
    at += packed.length + padding.length;
    return region;
  });
  const compression = { type: codec === 'lz4' ? 0 : 1, method: 0 };
  const makeBatch = batch.constructor as unknown as Make<Batch>;
  const rebuilt = new makeBatch(batch.length, batch.nodes, regions, compression, batch.variadicBufferCounts);
  const metadata = Message.encode(
    Message.from((header.data === undefined ? rebuilt : new header.constructor(rebuilt, header.id)) as never, at),
  );
  const prefix = Buffer.alloc(8);
  const padding = Buffer.alloc((8 - (metadata.length % 8)) % 8);
  prefix.writeInt32LE(-1, 0);
  prefix.writeInt32LE(metadata.length + padding.length, 4);
  return Buffer.concat([prefix, metadata, padding, ...body]);
}

/** A frame of one block with a copy wherever four bytes come again; `isRaw`: a block that is not compressed. */
export function lz4Frame(
  bytes: Buffer,
  flags: { readonly hasSize?: boolean; readonly hasChecksums?: boolean; readonly isRaw?: boolean } = {},
): Buffer {
  const { hasSize = false, hasChecksums = false, isRaw = false } = flags;
  const size = Buffer.alloc(hasSize ? 8 : 0);
  if (hasSize) size.writeBigUInt64LE(BigInt(bytes.length));
  const flag = 0x40 | 0x20 | (hasChecksums ? 0x14 : 0) | (hasSize ? 8 : 0);
  const descriptor = Buffer.concat([Buffer.from([flag, 0x70]), size]);
  const parts = [word(0x184d2204), descriptor, Buffer.from([(xxh32(descriptor) >>> 8) & 0xff])];
  const block = isRaw ? bytes : lz4Block(bytes);
  if (bytes.length > 0) parts.push(word(isRaw ? (block.length | 0x8000_0000) >>> 0 : block.length), block);
  if (bytes.length > 0 && hasChecksums) parts.push(word(xxh32(block)));
  parts.push(word(0));
  if (hasChecksums) parts.push(word(xxh32(bytes)));
  return Buffer.concat(parts);
}

/** Sequences of literals and copies; the last five bytes are literals, as the format asks. */
function lz4Block(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const seen = new Map<number, number>();
  let literalsFrom = 0;
  for (let at = 0; at + 12 < bytes.length; ) {
    const key = bytes.readUInt32LE(at);
    const before = seen.get(key);
    seen.set(key, at);
    if (before === undefined || at - before > 65_535) {
      at++;
      continue;
    }
    let length = 4;
    while (at + length < bytes.length - 5 && bytes[at + length] === bytes[before + length]) length++;
    parts.push(sequence(bytes.subarray(literalsFrom, at), { distance: at - before, length }));
    at += length;
    literalsFrom = at;
  }
  return Buffer.concat([...parts, sequence(bytes.subarray(literalsFrom), null)]);
}

function sequence(literals: Buffer, copy: { readonly distance: number; readonly length: number } | null): Buffer {
  const rest = copy === null ? 0 : copy.length - 4;
  const token = (Math.min(15, literals.length) << 4) | Math.min(15, rest);
  const head = Buffer.from([token, ...longLength(literals.length)]);
  if (copy === null) return Buffer.concat([head, literals]);
  return Buffer.concat([head, literals, Buffer.from([copy.distance & 255, copy.distance >> 8, ...longLength(rest)])]);
}

function longLength(length: number): number[] {
  if (length < 15) return [];
  const rest = length - 15;
  return [...Array.from({ length: Math.floor(rest / 255) }, () => 255), rest % 255];
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
