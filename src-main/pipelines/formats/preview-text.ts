import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { type PreviewedLine, previewFormat, readFormat } from '../../ingest/formats/user/index.ts';

/** What the text of a format file makes of some lines. */
export interface TextPreview {
  readonly name: string | null;
  readonly issues: readonly FormatIssue[];
  readonly isReadable: boolean;
  readonly lines: readonly PreviewedLine[];
}

/** Reads lines by a format that may still be wrong: wrong samples do not keep it from being tried. */
export function previewText(text: string, lines: readonly string[]): TextPreview {
  const { draft, file, issues } = readFormat(text);
  const read =
    draft === null
      ? lines.map(
          (line): PreviewedLine => ({
            line,
            kind: line.trim() === '' ? 'blank' : 'unmatched',
            hasBadTime: false,
            fields: null,
          }),
        )
      : previewFormat(draft, lines);
  return { name: file?.name ?? null, issues, isReadable: draft !== null, lines: read };
}
