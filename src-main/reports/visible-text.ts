// Everything that could hide, reorder or break the text around it: controls but tab and line feed, format characters
// (bidirectional marks, zero-width characters, byte order mark), line separators, unpaired surrogates.
const INVISIBLE = /[^\P{Cc}\t\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Shows what a terminal or page would act on as `\x1b` or `\u202e`. Tabs and line feeds stay. */
export function toVisibleText(text: string): string {
  return text.replace(INVISIBLE, (char) => {
    const code = char.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
