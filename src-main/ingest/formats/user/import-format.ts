import { IngestError } from '#shared/base/errors.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { FormatText, writeFormatText } from './format-text.ts';
import { type ImportedFormat, importLnav, isLnavFile } from './import-lnav.ts';
import { readFormat } from './read-format.ts';

/** One format of an imported file. */
export interface FormatOffer {
  readonly name: string;
  /** A format file of ours. */
  readonly text: string;
  readonly notes: readonly string[];
  readonly issues: readonly FormatIssue[];
}

/**
 * The formats of a file: one of ours, or those of an lnav file, written as ours.
 * @throws IngestError `ingest.format-invalid` for a file that is neither, with line and field.
 */
export function offerFormats(text: string): FormatOffer[] {
  const source = new FormatText(text);
  if (source.problems.length === 0 && isLnavFile(source.data)) {
    return importLnav(source.data).map(offerImported);
  }
  const { file, issues } = readFormat(text);
  if (file === null) throw invalidFormat(issues, null);
  return [{ name: file.name, text, notes: [], issues }];
}

/** A sample that is read otherwise than its file says does not keep the format out, as long as another one holds. */
function offerImported({ file, notes }: ImportedFormat): FormatOffer {
  const written = writeFormatText(file);
  const { issues } = readFormat(written);
  const samples = file.samples ?? [];
  const wrong = new Set(issues.map(({ field }) => Number(/^samples\.(\d+)/.exec(field)?.[1] ?? -1)));
  if (issues.length === 0 || wrong.has(-1) || wrong.size >= samples.length) {
    return { name: file.name, text: written, notes, issues };
  }
  const text = writeFormatText({ ...file, samples: samples.filter((_, i) => !wrong.has(i)) });
  const note = `${wrong.size} of ${samples.length} samples are read otherwise than they say, and left out: ${issues[0]!.message}`;
  return { name: file.name, text, notes: [...notes, note], issues: readFormat(text).issues };
}

/** The error of a format file with issues: class, file, field and line of the first, and how many more there are. */
export function invalidFormat(issues: readonly FormatIssue[], path: string | null): IngestError {
  const [first] = issues;
  const place = [path, first?.line === null || first === undefined ? null : `line ${first.line}`, first?.field || null];
  const where = place.filter((part) => part !== null).join(', ');
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new IngestError(
    'ingest.format-invalid',
    `${where === '' ? 'The format' : where}: ${first?.message ?? 'it cannot be read.'}${more}`,
    {
      location: { path, line: first?.line ?? null },
      details: { class: first?.class ?? 'E_PARSE', field: first?.field ?? '', issues: issues.length },
    },
  );
}
