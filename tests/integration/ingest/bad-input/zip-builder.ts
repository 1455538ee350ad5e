import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip archive to be built; everything may be wrong on purpose. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly body?: Buffer;
  /** 0 stored, 8 deflate (default). */
  readonly method?: number;
  /** Data as it lies in the archive; default the body in the method's way. */
  readonly data?: Buffer;
  readonly flags?: number;
  readonly checksum?: number;
  /** Size after decompression as stated. */
  readonly size?: number;
  /** Unix mode with file type. */
  readonly mode?: number;
  /** Sizes and checksum behind the data, as a writer to a pipe leaves them. */
  readonly hasDescriptor?: boolean;
  /** Signature of the local header. */
  readonly localMagic?: string;
}

export interface BuiltZip {
  readonly bytes: Buffer;
  /** Where the directory starts. */
  readonly directoryOffset: number;
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  return buildZip(entries).bytes;
}

export function buildZip(entries: readonly ZipEntry[], prefix: Buffer = Buffer.alloc(0)): BuiltZip {
  const locals: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let offset = prefix.length;
  for (const entry of entries) {
    const parts = partsOf(entry, offset);
    locals.push(parts.local);
    directory.push(parts.central);
    offset += parts.local.length;
  }
  const size = Buffer.concat(directory).length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return { bytes: Buffer.concat([...locals, ...directory, end]), directoryOffset: offset };
}

function partsOf(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const body = entry.body ?? Buffer.alloc(0);
  const method = entry.method ?? 8;
  const data = entry.data ?? (method === 8 ? deflateRawSync(body) : body);
  const name = Buffer.from(entry.name);
  const hasDescriptor = entry.hasDescriptor === true;
  const facts = Buffer.alloc(26 - 4);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE((entry.flags ?? 0) | (hasDescriptor ? 8 : 0), 2);
  facts.writeUInt16LE(method, 4);
  facts.writeUInt16LE((44 << 9) | (3 << 5) | 1, 8);
  facts.writeUInt32LE(entry.checksum ?? crc32(body), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(entry.size ?? body.length, 18);
  const inFront = Buffer.from(facts);
  if (hasDescriptor) inFront.fill(0, 10);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  const descriptor = hasDescriptor
    ? Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), facts.subarray(10)])
    : Buffer.alloc(0);
  const magic = Buffer.from(entry.localMagic ?? 'PK\x03\x04', 'latin1');
  const local = Buffer.concat([magic, inFront, lengths, name, data, descriptor]);
  const behind = Buffer.alloc(14);
  behind.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  behind.writeUInt32LE(offset, 10);
  const start = Buffer.from('PK\x01\x02\x14\x03', 'latin1');
  const central = Buffer.concat([start, facts, lengths, behind.subarray(0, 14), name]);
  return { local, central };
}
