import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type ArchiveCase, partial, refused, skipped, whole } from './archive-case.ts';
import { countByRule, hasTool, logLines, randomBytes, runTool } from './bad-input.ts';
import { paxEntry, tar, tarEntry } from './tar-builder.ts';

const a = Buffer.from(logLines(300, 'a'));
const b = Buffer.from(logLines(200, 'b'));
const good = { name: 'good.log', body: a };
const last = { name: 'last.log', body: b };
const around = { 'good.log': whole(300), 'last.log': whole(200) };
const between = (...entries: Parameters<typeof tarEntry>[0][]): Buffer => tar([good, ...entries, last]);

const hostileNames = [
  '../evil.log',
  'logs/../../evil.log',
  '/etc/evil.log',
  'C:\\evil.log',
  '..\\..\\evil.log',
  'a/..',
];
const cut = tar([good, last]);
const endOfGood = 512 + Math.ceil(a.length / 512) * 512;
const inLast = cut.subarray(0, endOfGood + 512 + 5000);
/** Compresses badly, so that a cut falls into it. */
const hexLines = Buffer.from(
  randomBytes(9, 60_000)
    .toString('hex')
    .replace(/(.{60})/g, '$1\n'),
);
const deepName = `${'d/'.repeat(70)}deep.log`;

function nest(times: number): Buffer {
  let bytes = tar([good]);
  for (let index = 0; index < times; index++) bytes = gzipSync(tar([{ name: 'in.tgz', body: bytes }]));
  return bytes;
}

const byTool = (['xz', 'bzip2'] as const).filter(hasTool).map(
  (tool): ArchiveCase => ({
    name: `a tar inside ${tool}`,
    content: runTool(tool, between(), '-c'),
    expected: around,
  }),
);

export const TAR_CASES: readonly ArchiveCase[] = [
  { name: 'a plain tar', content: between(), expected: around },
  { name: "a tar under a log's name", fileName: 'app.log', content: between(), expected: around },
  { name: 'a tar inside gzip', content: gzipSync(between()), expected: around },
  { name: 'a tar inside zstd', content: zstdCompressSync(between()), expected: around },
  ...byTool,
  ...hostileNames.map(
    (name): ArchiveCase => ({
      name: `the member name ${name}`,
      content: between({ name, body: a }),
      expected: { ...around, [name]: refused('E_PATH_ESCAPE') },
    }),
  ),
  {
    name: 'links of both kinds, and a file written through one',
    content: between(
      { name: 'link', type: '2', link: '/etc' },
      { name: 'link/evil.log', body: b },
      { name: 'hard.log', type: '1', link: 'good.log' },
    ),
    expected: { ...around, link: skipped, 'link/evil.log': whole(200), 'hard.log': skipped },
  },
  {
    name: 'devices and a pipe',
    content: between({ name: 'tty', type: '3' }, { name: 'sda', type: '4' }, { name: 'fifo', type: '6' }),
    expected: { ...around, tty: skipped, sda: skipped, fifo: skipped },
  },
  {
    name: 'a sparse file',
    content: between({ name: 'sparse.log', type: 'S', body: a }),
    expected: { ...around, 'sparse.log': refused('E_UNSUPPORTED') },
  },
  { name: 'folders', content: between({ name: 'logs/', type: '5' }), expected: around },
  {
    name: 'an empty and a binary member',
    content: between(
      { name: 'empty.log' },
      { name: 'core', body: Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), randomBytes(4, 900)]) },
    ),
    expected: { ...around, 'empty.log': refused('E_EMPTY'), core: refused('E_BINARY') },
  },
  {
    name: 'compressed members',
    content: between({ name: 'x.gz', body: gzipSync(a) }, { name: 'y', body: zstdCompressSync(b) }),
    expected: { ...around, 'x.gz': whole(300), y: whole(200) },
  },
  {
    name: 'a cut gzip member',
    content: between({ name: 'x.gz', body: gzipSync(a).subarray(0, -4) }),
    expected: { ...around, 'x.gz': partial(300, 'E_TRUNCATED') },
  },
  {
    name: 'a name by a pax header',
    content: Buffer.concat([paxEntry({ path: 'müller/größe.log', mtime: '1709290000.5' }), tar([last])]),
    expected: { 'müller/größe.log': whole(200) },
  },
  {
    name: 'a size by a pax header',
    content: Buffer.concat([
      paxEntry({ size: String(b.length) }),
      tarEntry({ name: 'big.log', body: b, size: 7 }),
      tar([good]),
    ]),
    expected: { 'big.log': whole(200), 'good.log': whole(300) },
  },
  {
    name: 'a traversal by a pax header',
    content: Buffer.concat([paxEntry({ path: '../../evil.log' }), tar([good, last])]),
    expected: { '../../evil.log': refused('E_PATH_ESCAPE'), 'last.log': whole(200) },
  },
  {
    name: 'a long GNU name',
    content: Buffer.concat([
      tarEntry({ name: '././@LongLink', type: 'L', body: Buffer.from(`${'n'.repeat(180)}.log\0`) }),
      tar([last]),
    ]),
    expected: { [`${'n'.repeat(180)}.log`]: whole(200) },
  },
  {
    name: 'two members of one name',
    content: tar([good, { name: 'good.log', body: a }]),
    expected: { 'good.log': whole(300), 'good.log#2': whole(300) },
  },
  {
    name: 'a folder deeper than allowed',
    content: Buffer.concat([paxEntry({ path: deepName }), between()]),
    expected: { [deepName]: refused('E_LIMIT_DEPTH'), 'last.log': whole(200) },
  },
  {
    name: 'a cut inside a member',
    content: inLast,
    expected: { 'good.log': whole(300), 'last.log': partial(countByRule(b.subarray(0, 5000)), 'E_TRUNCATED') },
  },
  {
    name: 'a cut inside a header',
    content: cut.subarray(0, endOfGood + 100),
    expected: { '': partial(0, 'E_TRUNCATED'), 'good.log': whole(300) },
  },
  {
    name: 'no end mark',
    content: cut.subarray(0, -1024),
    expected: { '': partial(0, 'E_TRUNCATED'), ...around },
  },
  {
    name: 'a cut gzip around a tar',
    content: gzipSync(tar([good, last, { name: 'rest.log', body: hexLines }])).subarray(0, 40_000),
    expected: { ...around, 'rest.log': { status: 'partial', issues: ['E_TRUNCATED'] } },
  },
  {
    name: 'a damaged header between members',
    content: between({ name: 'bad.log', body: b, isChecksumWrong: true }),
    expected: { '': partial(0, 'E_CORRUPT'), ...around },
  },
  {
    name: 'a damaged first header',
    content: tar([{ name: 'bad.log', body: b, isChecksumWrong: true }, last]),
    expected: { '': partial(0, 'E_CORRUPT'), 'last.log': whole(200) },
  },
  {
    name: 'a size larger than the archive',
    content: tar([good, { name: 'liar.log', body: b, size: 50_000_000 }]),
    expected: {
      'good.log': whole(300),
      'liar.log': { ...partial(201, 'E_TRUNCATED'), issues: ['E_TRUNCATED', 'W_NUL'] },
    },
  },
  {
    name: 'rubbish behind the end',
    content: Buffer.concat([between(), randomBytes(8, 700)]),
    expected: { '': { status: 'whole', lines: 0, issues: ['W_TRAILING_GARBAGE'] }, ...around },
  },
  { name: 'a second archive behind the end', content: Buffer.concat([tar([good]), tar([last])]), expected: around },
  {
    name: 'a wrong gzip checksum around a tar',
    content: (() => {
      const bytes = gzipSync(between());
      bytes[bytes.length - 8] = (bytes.at(-8) as number) ^ 1;
      return bytes;
    })(),
    expected: { '': partial(0, 'E_CORRUPT'), ...around },
  },
  {
    name: 'archives inside one another',
    content: nest(3),
    expected: { 'in.tgz!in.tgz!in.tgz!good.log': whole(300) },
  },
  {
    name: 'archives inside one another without end',
    content: nest(8),
    expected: { [Array.from({ length: 6 }, () => 'in.tgz').join('!')]: refused('E_LIMIT_DEPTH') },
  },
  {
    name: 'more members than allowed',
    content: tar(Array.from({ length: 40 }, (_, index) => ({ name: `m${index}.log`, body: Buffer.from('x\n') }))),
    limits: { maxMembers: 3 },
    expected: { '': partial(0, 'E_LIMIT_SIZE'), 'm0.log': whole(1), 'm1.log': whole(1), 'm2.log': whole(1) },
  },
  {
    name: 'members larger than allowed together',
    content: tar([good, last]),
    limits: { maxDecodedBytes: a.length + 10 },
    expected: { '': partial(0, 'E_LIMIT_SIZE'), 'good.log': whole(300) },
  },
];
