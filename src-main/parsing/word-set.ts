/** A set of short ASCII words looked up in bytes, in any case, without making a string on a miss. */
export class WordSet {
  private readonly longest: number;
  private readonly byHash = new Map<number, string[]>();

  /** @param words In lower case. */
  constructor(words: readonly string[]) {
    this.longest = Math.max(...words.map((word) => word.length));
    for (const word of words) {
      const bytes = new TextEncoder().encode(word);
      const code = hashLower(bytes, 0, bytes.length);
      this.byHash.set(code, [...(this.byHash.get(code) ?? []), word]);
    }
  }

  /** Whether the bytes `[start, end)` are one of the words. */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    if (end <= start || end - start > this.longest) return false;
    const words = this.byHash.get(hashLower(bytes, start, end));
    return words !== undefined && words.includes(lowerText(bytes, start, end));
  }
}

function hashLower(bytes: Uint8Array, start: number, end: number): number {
  let code = end - start;
  for (let i = start; i < end; i++) code = (Math.imul(code, 31) + lowerByte(bytes[i] as number)) | 0;
  return code & 0x3fffffff;
}

function lowerText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(lowerByte(bytes[i] as number));
  return text;
}

function lowerByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
