import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { fileError, fileWarning } from './file-issues.ts';
import { detectCodePage } from './code-page-detection.ts';
import { encodingFromLabel, type TextEncoding, UTF8 } from './text-encoding.ts';
import { looksBinary, looksEbcdic, withoutHoles } from './text-windows.ts';
import { detectWide } from './wide-detection.ts';

export type EncodingFinding =
  | {
      readonly kind: 'found';
      readonly encoding: TextEncoding;
      readonly encodingConfidence: number;
      readonly warnings: readonly FileWarning[];
    }
  | { readonly kind: 'rejected'; readonly error: FileError };

const BOMS: readonly (readonly [string, string])[] = [
  ['fffe0000', 'utf-32le'],
  ['0000feff', 'utf-32be'],
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
  ['84319533', 'gb18030'],
];

/**
 * Finds how the text is stored: a user's choice, else a byte order mark, else UTF-16/32 by its zero bytes, else UTF-8 unless
 * most lines beyond ASCII are not valid UTF-8, else a legacy code page by its letter statistics (said with W_ENCODING_GUESSED).
 * @param windows Parts of the file, the head first; each starts at a multiple of 4 bytes.
 * @param chosen Label given by the user.
 */
export function detectEncoding(windows: readonly Buffer[], chosen: string | undefined): EncodingFinding {
  const head = windows[0] ?? Buffer.alloc(0);
  const mark = findMark(head);
  if (chosen !== undefined) {
    const encoding = encodingFromLabel(chosen);
    if (encoding === null) {
      return rejected(
        `The encoding "${chosen}" is not known. Name one like utf-8, utf-16le, windows-1252, shift_jis or gb18030.`,
      );
    }
    return found({ ...encoding, bomBytes: mark?.label === encoding.label ? mark.bomBytes : 0 }, 1);
  }
  if (mark !== null) return found(mark, 1);
  const texts = windows.map(withoutHoles).filter((window) => window.length > 0);
  const wide = texts[0] === undefined ? null : detectWide(texts[0]);
  if (wide !== null) return guessed(wide.encoding, wide.confidence);
  if (texts.some(looksEbcdic) && texts.every((text) => looksEbcdic(text) || text.length < 16)) {
    return rejected(
      'The text looks like EBCDIC, which is not read. Convert it first, for example with iconv -f IBM1047 -t UTF-8.',
    );
  }
  if (texts.filter(looksBinary).length * 2 > texts.length) {
    return {
      kind: 'rejected',
      error: fileError('E_BINARY', 'The content is binary data, not log text. Leave it out, or name its encoding.', {
        offset: 0,
      }),
    };
  }
  const codePage = detectCodePage(texts);
  return codePage === null ? found(UTF8, 1) : guessed(codePage.encoding, codePage.confidence);
}

function findMark(head: Buffer): TextEncoding | null {
  for (const [hex, label] of BOMS) {
    if (head.toString('hex', 0, hex.length / 2) !== hex) continue;
    if (label === 'utf-32le' && head.length % 4 !== 0 && head.length < 1024) continue;
    return encodingFromLabel(label, hex.length / 2);
  }
  return null;
}

function rejected(message: string): EncodingFinding {
  return { kind: 'rejected', error: fileError('E_ENCODING', message, { offset: 0 }) };
}

function found(encoding: TextEncoding, encodingConfidence: number): EncodingFinding {
  return { kind: 'found', encoding, encodingConfidence, warnings: [] };
}

function guessed(encoding: TextEncoding, encodingConfidence: number): EncodingFinding {
  const message = `The encoding was guessed as ${encoding.label} (confidence ${encodingConfidence}); name another with --encoding.`;
  return { kind: 'found', encoding, encodingConfidence, warnings: [fileWarning('W_ENCODING_GUESSED', message)] };
}
