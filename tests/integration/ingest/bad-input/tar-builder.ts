/** One entry of a tar archive to be built; everything may be wrong on purpose. */
export interface TarEntry {
  readonly name: string;
  readonly body?: Buffer;
  /** Default '0', a file. */
  readonly type?: string;
  readonly link?: string;
  /** Size as stated; default that of the body. */
  readonly size?: number;
  readonly isChecksumWrong?: boolean;
}

/** A tar archive with its end mark. */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]);
}

/** Header, body and padding of one entry. */
export function tarEntry(entry: TarEntry): Buffer {
  const body = entry.body ?? Buffer.alloc(0);
  const header = Buffer.alloc(512);
  header.write(entry.name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(entry.size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('14570000000\0', 136);
  header.write(entry.type ?? '0', 156);
  header.write(entry.link ?? '', 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, entry.isChecksumWrong === true ? 1 : 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** A pax header for the entry behind it. */
export function paxEntry(records: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const bare = Buffer.byteLength(rest);
    const digits = String(bare + String(bare).length).length;
    return `${bare + digits}${rest}`;
  });
  return tarEntry({ name: 'PaxHeaders/x', type: 'x', body: Buffer.from(lines.join('')) });
}
