import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { fileError, fileWarning } from './file-issues.ts';
import type { Compression } from './types.ts';

type Format = Exclude<Compression, 'none'> | 'zip';

/** The stored bytes end too early. @param position Where they end in the decoder's input. */
export function truncated(format: Format, report: DecodeReport, position: number, where: string): FileError {
  const offset = report.fileOffset(position);
  const message = `The ${format} data ends ${where}, at stored offset ${offset}. All lines before it are kept; fetch the whole file again.`;
  return fileError('E_TRUNCATED', message, { offset, decodedOffset: report.decodedOffset });
}

export function corrupt(format: Format, report: DecodeReport, position: number, what: string): FileError {
  const offset = report.fileOffset(position);
  const message = `Damaged ${format} data at stored offset ${offset}: ${what}. Everything that could be decoded is kept; fetch the file again.`;
  return fileError('E_CORRUPT', message, { offset, decodedOffset: report.decodedOffset });
}

export function trailingGarbage(format: Format, report: DecodeReport, position: number): FileWarning {
  const offset = report.fileOffset(position);
  const message = `Bytes behind the last ${format} part are not ${format} and were ignored, from stored offset ${offset}.`;
  return fileWarning('W_TRAILING_GARBAGE', message, offset);
}
