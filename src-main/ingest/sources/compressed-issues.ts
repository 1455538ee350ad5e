import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { fileError, fileWarning } from './file-issues.ts';

type Format = 'gzip' | 'zstd';

/** The stored bytes end too early. @param offset Where they end. */
export function truncated(format: Format, report: DecodeReport, offset: number, where: string): FileError {
  const message = `The ${format} data ends ${where}, at stored offset ${offset}. All lines before it are kept; fetch the whole file again.`;
  return fileError('E_TRUNCATED', message, { offset, decodedOffset: report.decodedOffset });
}

export function corrupt(format: Format, report: DecodeReport, offset: number, what: string): FileError {
  const message = `Damaged ${format} data at stored offset ${offset}: ${what}. Everything that could be decoded is kept; fetch the file again.`;
  return fileError('E_CORRUPT', message, { offset, decodedOffset: report.decodedOffset });
}

export function trailingGarbage(format: Format, offset: number): FileWarning {
  const message = `Bytes behind the last ${format} part are not ${format} and were ignored, from stored offset ${offset}.`;
  return fileWarning('W_TRAILING_GARBAGE', message, offset);
}
