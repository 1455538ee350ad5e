import { ByteRange } from './byte-range.ts';
import type { ByteReader } from './byte-reader.ts';
import { decodeBzip2 } from './bzip2-decoder.ts';
import { DecodedBytes } from './decoded-bytes.ts';
import { type Decoder, DecodingReader } from './decoding-reader.ts';
import { decodeGzip } from './gzip-decoder.ts';
import type { Layer } from './packing.ts';
import type { StoredBytes } from './stored-bytes.ts';
import type { Compression, SourceLimits } from './types.ts';
import { decodeXz } from './xz-decoder.ts';
import { zipDecoder } from './zip-entry.ts';
import { decodeZstd } from './zstd-decoder.ts';

const DECODERS: Readonly<Record<Exclude<Compression, 'none'>, Decoder>> = {
  gzip: decodeGzip,
  zstd: decodeZstd,
  xz: decodeXz,
  bzip2: decodeBzip2,
};

/** Decompresses from `start` (a position in the decompressed bytes) on, in one pass. */
export function openDecoder(
  stored: StoredBytes,
  compression: Exclude<Compression, 'none'>,
  start: number,
  limits: SourceLimits,
): ByteReader {
  return new DecodingReader(stored, DECODERS[compression], start, limits);
}

/** What lies inside a layer, readable at any position. Decoders start when first read from; close what is `DecodedBytes`. */
export function openLayer(stored: StoredBytes, layer: Layer, limits: SourceLimits): ByteRange | DecodedBytes {
  if (layer.kind === 'tar') return new ByteRange(stored, layer.start, layer.sizeBytes);
  if (layer.kind !== 'zip') return new DecodedBytes(stored, () => openDecoder(stored, layer.kind, 0, limits));
  const data = new ByteRange(stored, layer.start, layer.storedBytes);
  return new DecodedBytes(data, () => new DecodingReader(data, zipDecoder(layer), 0, limits));
}
