import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { type TextEncoding, UTF8 } from './text-encoding.ts';

export type EncodingFinding =
  | {
      readonly kind: 'found';
      readonly encoding: TextEncoding;
      readonly encodingConfidence: number;
      readonly warnings: readonly FileWarning[];
    }
  | { readonly kind: 'rejected'; readonly error: FileError };

export function detectEncoding(windows: readonly Buffer[], _override: string | undefined): EncodingFinding {
  const head = windows[0] ?? Buffer.alloc(0);
  const bomBytes = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return { kind: 'found', encoding: { ...UTF8, bomBytes }, encodingConfidence: 1, warnings: [] };
}
