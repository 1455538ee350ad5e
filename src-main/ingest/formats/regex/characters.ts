/** Bytes of the UTF-8 character at `at`; a byte that opens none is a character of its own. */
export function characterWidth(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  const wanted = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
  let width = 1;
  while (width < wanted && at + width < end && (bytes[at + width]! & 0xc0) === 0x80) width++;
  return width;
}

/** Start of the character that ends at `at`. */
export function characterBefore(bytes: Uint8Array, at: number, start: number): number {
  let lead = at - 1;
  while (lead > start && at - lead < 4 && (bytes[lead]! & 0xc0) === 0x80) lead--;
  return lead + characterWidth(bytes, lead, at) === at ? lead : at - 1;
}

/** Code point of a character; U+FFFD for one that is cut or none. */
export function characterCode(bytes: Uint8Array, at: number, width: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return lead;
  const isWhole = width === (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
  if (!isWhole || lead < 0xc0) return 0xfffd;
  let code = lead & (0xff >> (width + 1));
  for (let i = 1; i < width; i++) code = (code << 6) | (bytes[at + i]! & 0x3f);
  return code;
}
