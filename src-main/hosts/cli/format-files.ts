import { resolve } from 'node:path';
import type { IngestOptions } from '#shared/contract/analyze-options.ts';
import { readFormatArgument } from '../../service/formats/format-argument.ts';

/** A name of a format has neither a slash nor the suffix of a file. */
const FILE = /[\\/]|\.(?:ya?ml|json)$/i;

/**
 * Puts the names of formats in the place of files that were given for them, and the files' texts beside them.
 * @throws IngestError as `readFormatArgument`
 */
export function withFormatFiles(options: IngestOptions): IngestOptions {
  const texts: string[] = [];
  const nameOf = (value: string | undefined): string | undefined => {
    if (value === undefined || !FILE.test(value)) return value;
    const { name, text } = readFormatArgument(resolve(value));
    if (!texts.includes(text)) texts.push(text);
    return name;
  };
  const format = nameOf(options.format);
  const sources = options.sources?.map((source) => ({ ...source, format: nameOf(source.format) }));
  if (texts.length === 0) return options;
  return { ...options, format, sources, formatTexts: texts };
}
