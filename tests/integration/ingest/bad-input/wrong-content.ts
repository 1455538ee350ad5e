import { gzipSync } from 'node:zlib';
import type { ErrorClass } from '#shared/domain/issue-class.ts';
import { PYARROW } from '../tables/pyarrow-streams.ts';
import { type BadInput, hasTool, logLines, randomBytes, runTool } from './bad-input.ts';

const text = Buffer.from(logLines(100));

/** A sound stream whose first compressed buffer claims another length. */
function arrowClaiming(bytes: bigint): Buffer {
  const stream = Buffer.from(PYARROW.lz4);
  stream.writeBigInt64LE(bytes, stream.indexOf('04224d18', 0, 'hex') - 8);
  return stream;
}

function rejected(name: string, content: Buffer, error: ErrorClass): BadInput {
  return { name, fileName: 'app.log', content, status: 'rejected', errors: [error], lines: 0 };
}

function startingWith(magic: string | readonly number[], seed: number): Buffer {
  return Buffer.concat([
    typeof magic === 'string' ? Buffer.from(magic, 'latin1') : Buffer.from(magic),
    randomBytes(seed, 4000),
  ]);
}

const byTool = (['xz', 'bzip2'] as const).filter(hasTool).map(
  (tool): BadInput => ({
    name: `${tool} under a log's name`,
    content: runTool(tool, text, '-c'),
    lines: 100,
    bytesOut: text.length,
  }),
);
const unread = hasTool('lz4') ? [rejected("lz4 under a log's name", runTool('lz4', text, '-c'), 'E_UNSUPPORTED')] : [];

export const WRONG_CONTENT_CASES: readonly BadInput[] = [
  ...byTool,
  ...unread,
  rejected('a program', startingWith('\x7fELF\x02\x01\x01\0', 1), 'E_BINARY'),
  rejected('a PNG image', startingWith('\x89PNG\r\n\x1a\n', 2), 'E_BINARY'),
  rejected('a JPEG image', startingWith([0xff, 0xd8, 0xff, 0xe0], 3), 'E_BINARY'),
  rejected('a PDF document', startingWith('%PDF-1.7\n%', 4), 'E_BINARY'),
  rejected('a damaged SQLite database', startingWith('SQLite format 3\0', 5), 'E_CORRUPT'),
  rejected('a damaged Parquet file', Buffer.concat([startingWith('PAR1', 6), Buffer.from('PAR1')]), 'E_CORRUPT'),
  rejected(
    'a Parquet file with a damaged head',
    Buffer.concat([startingWith([0, 0, 0, 0], 7), Buffer.from('PAR1')]),
    'E_BINARY',
  ),
  rejected('a damaged SQLite database inside gzip', gzipSync(startingWith('SQLite format 3\0', 8)), 'E_CORRUPT'),
  rejected('a cut Arrow stream inside gzip', gzipSync(PYARROW.zstd.subarray(0, 500)), 'E_TRUNCATED'),
  rejected('Arrow data that claims 2^62 bytes', arrowClaiming(2n ** 62n), 'E_LIMIT_EXPANSION'),
  rejected('Arrow data that claims -2 bytes', arrowClaiming(-2n), 'E_CORRUPT'),
  rejected('Arrow data that claims less than it gives', arrowClaiming(3n), 'E_CORRUPT'),
  rejected('a 7z archive', startingWith([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 10), 'E_UNSUPPORTED'),
  rejected('a rar archive', startingWith('Rar!\x1a\x07\x01\0', 11), 'E_UNSUPPORTED'),
  rejected('a Windows event log', startingWith('ElfFile\0', 12), 'E_UNSUPPORTED'),
  rejected('a systemd journal', startingWith('LPKSHHRH', 13), 'E_UNSUPPORTED'),
  rejected('an encrypted file', startingWith('Salted__', 14), 'E_ENCRYPTED'),
  { name: 'gzip under a plain name', fileName: 'app.log', content: gzipSync(text), lines: 100 },
  { name: 'gzip inside gzip', content: gzipSync(gzipSync(text)), lines: 100, bytesOut: text.length },
  { name: 'plain text under a gzip name', fileName: 'app.log.gz', content: text, lines: 100 },
  { name: 'text that begins like an image', content: Buffer.from('BM started\nGIF89a is a format\n'), lines: 2 },
  { name: 'text that begins like a program', content: Buffer.from('MZ zone up\nPAR1 and ORC are formats\n'), lines: 2 },
  {
    name: 'FIX messages with SOH between fields',
    content: Buffer.from('8=FIX.4.2\x019=65\x0135=A\x0149=ME\x0156=YOU\x0110=062\x01\n'.repeat(50)),
    lines: 50,
  },
  {
    name: 'terminal colours and backspaces',
    content: Buffer.from('\x1b[31mERROR\x1b[0m 10%\b\b\b20%\n'.repeat(50)),
    lines: 50,
  },
];
