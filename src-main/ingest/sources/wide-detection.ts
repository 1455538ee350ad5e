import { encodingFromLabel, indexOfUnit, type TextEncoding, unitOf } from './text-encoding.ts';

const HEAD = 64 * 1024;

/** UTF-16 or UTF-32 without a byte order mark, by where the zero bytes are and whether the units are likely characters. */
export function detectWide(window: Buffer): { readonly encoding: TextEncoding; readonly confidence: number } | null {
  const head = window.subarray(0, HEAD - (HEAD % 4));
  if (head.length < 2 || !head.includes(0)) return null;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at & 3] = (zeros[at & 3] as number) + 1;
  const [z0, z1, z2, z3] = zeros as [number, number, number, number];
  const quads = Math.floor(head.length / 4);
  if (quads > 0 && head.length % 4 === 0 && z3 === quads && z2 >= quads * 0.9 && z0 < quads * 0.1)
    return judge('utf-32le', head);
  if (quads > 0 && head.length % 4 === 0 && z0 === quads && z1 >= quads * 0.9 && z3 < quads * 0.1)
    return judge('utf-32be', head);
  const even = z0 + z2;
  const odd = z1 + z3;
  const pairs = head.length / 2;
  if (Math.max(even, odd) < Math.max(1, pairs * 0.02)) return null;
  if (even <= odd * 0.1) return judge('utf-16le', head);
  if (odd <= even * 0.1) return judge('utf-16be', head);
  return null;
}

function judge(label: string, head: Buffer) {
  const encoding = encodingFromLabel(label) as TextEncoding;
  const share = likelyShare(head, encoding);
  return share > 0.9 && areLineFeedsWide(head, encoding)
    ? { encoding, confidence: Math.round(share * 100) / 100 }
    : null;
}

/** Line feeds stand as whole units; in one-byte text with some NULs they stand alone. Without any, zeros must abound. */
function areLineFeedsWide(head: Buffer, encoding: TextEncoding): boolean {
  const unit = unitOf(encoding, 0x0a);
  let single = 0;
  let whole = 0;
  for (let at = head.indexOf(0x0a); at !== -1; at = head.indexOf(0x0a, at + 1)) single++;
  for (
    let at = indexOfUnit(head, unit, 0, head.length);
    at !== -1;
    at = indexOfUnit(head, unit, at + unit.length, head.length)
  )
    whole++;
  if (single > 0) return whole * 2 >= single;
  return head.reduce((zeros, byte) => zeros + (byte === 0 ? 1 : 0), 0) * encoding.unitBytes > head.length * 0.3;
}

/** Share of units that are letters, digits, usual signs or white space of the scripts in use. */
function likelyShare(head: Buffer, { unitBytes, isBigEndian }: TextEncoding): number {
  const count = Math.floor(head.length / unitBytes);
  let likely = 0;
  for (let index = 0; index < count; index++) {
    const at = index * unitBytes;
    const code =
      unitBytes === 2
        ? isBigEndian
          ? head.readUInt16BE(at)
          : head.readUInt16LE(at)
        : isBigEndian
          ? head.readUInt32BE(at)
          : head.readUInt32LE(at);
    if (isLikely(code)) likely++;
  }
  return count === 0 ? 0 : likely / count;
}

function isLikely(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  if (code < 0x7f) return true;
  if (code < 0xa0) return false;
  if (code < 0x0700) return true;
  return (
    (code >= 0x0900 && code < 0x1200) ||
    (code >= 0x2000 && code < 0x3400) ||
    (code >= 0x4e00 && code < 0xa000) ||
    (code >= 0xac00 && code < 0xe000) ||
    (code >= 0xff00 && code < 0xfff0) ||
    (code >= 0x1f000 && code < 0x20000)
  );
}
