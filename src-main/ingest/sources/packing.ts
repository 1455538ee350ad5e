import type { Compression } from './types.ts';

/** One step from stored bytes to the bytes inside: a compressed stream, a tar member, a zip entry. */
export type Layer =
  | { readonly kind: Exclude<Compression, 'none'> }
  | { readonly kind: 'tar'; readonly start: number; readonly sizeBytes: number }
  | ZipLayer;

/** A zip entry's data as its archive describes it. */
export interface ZipLayer {
  readonly kind: 'zip';
  /** Of its data, behind the local header. */
  readonly start: number;
  readonly storedBytes: number;
  /** Compression method number of the zip specification. */
  readonly method: number;
  /** Bytes after decompression and their CRC-32; null when the archive's directory is lost. */
  readonly sizeBytes: number | null;
  readonly checksum: number | null;
}

/** Layers from the file on disk to a member's bytes, as text that a catalog can keep; '' for none. */
export function formatPacking(layers: readonly Layer[]): string {
  return layers.map(formatLayer).join(' ');
}

function formatLayer(layer: Layer): string {
  if (layer.kind === 'tar') return `tar:${layer.start}:${layer.sizeBytes}`;
  if (layer.kind !== 'zip') return layer.kind;
  const { start, storedBytes, method, sizeBytes, checksum } = layer;
  return `zip:${start}:${storedBytes}:${method}:${sizeBytes ?? ''}:${checksum ?? ''}`;
}

/** Reads what `formatPacking` wrote. */
export function parsePacking(text: string): Layer[] {
  return text === '' ? [] : text.split(' ').map(parseLayer);
}

function parseLayer(text: string): Layer {
  const [kind, ...numbers] = text.split(':');
  const number = (index: number): number => Number(numbers[index]);
  const known = (index: number): number | null => (numbers[index] === '' ? null : number(index));
  if (kind === 'tar') return { kind, start: number(0), sizeBytes: number(1) };
  if (kind !== 'zip') return { kind: kind as Exclude<Compression, 'none'> };
  const [start, storedBytes, method] = [number(0), number(1), number(2)];
  return { kind, start, storedBytes, method, sizeBytes: known(3), checksum: known(4) };
}
