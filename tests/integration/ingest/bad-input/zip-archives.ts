import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type ArchiveCase, partial, refused, skipped, whole } from './archive-case.ts';
import { countByRule, hasTool, logLines, randomBytes, runTool } from './bad-input.ts';
import { tar } from './tar-builder.ts';
import { buildZip, zip, type ZipEntry } from './zip-builder.ts';

const a = Buffer.from(logLines(300, 'a'));
const b = Buffer.from(logLines(200, 'b'));
const good = { name: 'good.log', body: a };
const last = { name: 'last.log', body: b };
const around = { 'good.log': whole(300), 'last.log': whole(200) };
const between = (...entries: ZipEntry[]): Buffer => zip([good, ...entries, last]);
const hostileNames = ['../evil.log', '/etc/evil.log', '..\\evil.log', 'D:/evil.log'];
const packed = deflateRawSync(a);
const built = buildZip([good, last]);
const broken = Buffer.from(packed);
broken.fill(0xff, 1500, 1540);

function nest(times: number): Buffer {
  let bytes = zip([good]);
  for (let index = 0; index < times; index++) bytes = zip([{ name: 'in.zip', body: bytes, method: 0 }]);
  return bytes;
}

const byTool = (
  [
    ['bzip2', 12],
    ['xz', 95],
  ] as const
)
  .filter(([tool]) => hasTool(tool))
  .map(
    ([tool, method]): ArchiveCase => ({
      name: `an entry compressed by ${tool}`,
      content: between({ name: 'x.log', body: a, method, data: runTool(tool, a, '-c') }),
      expected: { ...around, 'x.log': whole(300) },
    }),
  );

export const ZIP_CASES: readonly ArchiveCase[] = [
  { name: 'a zip', content: between(), expected: around },
  { name: "a zip under a log's name", fileName: 'app.log', content: between(), expected: around },
  {
    name: 'stored entries',
    content: between({ ...last, name: 's.log', method: 0 }),
    expected: { ...around, 's.log': whole(200) },
  },
  {
    name: 'an entry compressed by zstd',
    content: between({ name: 'z.log', body: a, method: 93, data: zstdCompressSync(a) }),
    expected: { ...around, 'z.log': whole(300) },
  },
  ...byTool,
  {
    name: 'an entry of a method that is not read',
    content: between({ name: 'x.log', body: a, method: 14 }),
    expected: { ...around, 'x.log': refused('E_UNSUPPORTED') },
  },
  {
    name: 'sizes behind the data',
    content: between({ name: 'piped.log', body: a, hasDescriptor: true }),
    expected: { ...around, 'piped.log': whole(300) },
  },
  ...hostileNames.map(
    (name): ArchiveCase => ({
      name: `the entry name ${name}`,
      content: between({ name, body: a }),
      expected: { ...around, [name]: refused('E_PATH_ESCAPE') },
    }),
  ),
  {
    name: 'backslashes as a plain separator',
    content: between({ name: 'logs\\app.log', body: a }),
    expected: { ...around, 'logs\\app.log': whole(300) },
  },
  {
    name: 'a symbolic link and a device',
    content: between(
      { name: 'link', body: Buffer.from('/etc/passwd'), method: 0, mode: 0o120777 },
      { name: 'tty', mode: 0o020666 },
    ),
    expected: { ...around, link: skipped, tty: skipped },
  },
  {
    name: 'an entry with a password',
    content: between({ name: 'secret.log', body: a, flags: 1 }),
    expected: { ...around, 'secret.log': refused('E_ENCRYPTED') },
  },
  {
    name: 'a name that is not UTF-8',
    content: between({ name: Buffer.from('gr\x81n.log', 'latin1'), body: a }),
    expected: { ...around, 'grün.log': whole(300) },
  },
  {
    name: 'two entries of one name',
    content: zip([good, good]),
    expected: { 'good.log': whole(300), 'good.log#2': whole(300) },
  },
  { name: 'folders', content: between({ name: 'logs/', mode: 0o040755 }), expected: around },
  { name: 'an empty entry', content: between({ name: 'e.log' }), expected: { ...around, 'e.log': refused('E_EMPTY') } },
  { name: 'no entries', content: zip([]), expected: { '': refused('E_EMPTY') } },
  {
    name: 'a wrong checksum',
    content: between({ name: 'x.log', body: a, checksum: 7 }),
    expected: { ...around, 'x.log': partial(300, 'E_CORRUPT') },
  },
  {
    name: 'a size that is too small',
    content: between({ name: 'x.log', body: a, size: 100 }),
    expected: { ...around, 'x.log': partial(300, 'E_CORRUPT') },
  },
  {
    name: 'a size that is too large',
    content: between({ name: 'x.log', body: a, size: a.length + 5000 }),
    expected: { ...around, 'x.log': partial(300, 'E_CORRUPT') },
  },
  {
    name: 'an entry cut short',
    content: between({ name: 'x.log', body: a, data: deflateRawSync(a, { finishFlush: 2 }) }),
    expected: { ...around, 'x.log': partial(300, 'E_TRUNCATED') },
  },
  {
    name: 'damage inside an entry',
    content: between({ name: 'x.log', body: a, data: broken }),
    expected: { ...around, 'x.log': { status: 'partial', issues: ['E_CORRUPT'] } },
  },
  {
    name: 'a damaged local header',
    content: between({ name: 'x.log', body: a, localMagic: 'PK\x03\x05' }),
    expected: { ...around, 'x.log': refused('E_CORRUPT') },
  },
  {
    name: 'no directory',
    content: built.bytes.subarray(0, built.directoryOffset),
    expected: { '': partial(0, 'E_TRUNCATED'), ...around },
  },
  {
    name: 'no directory, and sizes behind the data',
    content: (() => {
      const piped = buildZip([
        { ...good, hasDescriptor: true },
        { ...last, hasDescriptor: true },
      ]);
      return piped.bytes.subarray(0, piped.directoryOffset);
    })(),
    expected: { '': partial(0, 'E_TRUNCATED'), ...around },
  },
  {
    name: 'a cut inside an entry',
    content: zip([good, { ...last, method: 0 }]).subarray(0, packed.length + 38 + 38 + 4000),
    expected: {
      '': partial(0, 'E_TRUNCATED'),
      'good.log': whole(300),
      'last.log': partial(countByRule(b.subarray(0, 4000)), 'E_TRUNCATED'),
    },
  },
  {
    name: 'a damaged directory',
    content: (() => {
      const bytes = Buffer.from(built.bytes);
      bytes.write('XX', built.directoryOffset);
      return bytes;
    })(),
    expected: { '': partial(0, 'E_CORRUPT'), ...around },
  },
  {
    name: 'rubbish behind the directory',
    content: Buffer.concat([built.bytes, randomBytes(3, 50)]),
    expected: { '': partial(0, 'E_CORRUPT'), ...around },
  },
  {
    name: 'a program or office document',
    content: zip([{ name: 'META-INF/MANIFEST.MF', body: a }, good]),
    expected: { '': refused('E_BINARY') },
  },
  {
    name: 'a gzip, a tar and a zip inside',
    content: zip([
      { name: 'x.gz', body: gzipSync(a) },
      { name: 't.tar', body: tar([last]) },
      { name: 'z.zip', body: zip([last]), method: 0 },
    ]),
    expected: { 'x.gz': whole(300), 't.tar!last.log': whole(200), 'z.zip!last.log': whole(200) },
  },
  {
    name: 'a zip inside a compressed tar',
    content: gzipSync(tar([good, { name: 'z.zip', body: zip([last]) }])),
    expected: { 'good.log': whole(300), 'z.zip!last.log': whole(200) },
  },
  {
    name: 'archives inside one another without end',
    content: nest(14),
    expected: { [Array.from({ length: 12 }, () => 'in.zip').join('!')]: refused('E_LIMIT_DEPTH') },
  },
  {
    name: 'a bomb by its own list',
    content: zip([good, { name: 'bomb.log', body: b, size: 900_000_000 }]),
    limits: { expansionFloorBytes: 1_000_000 },
    expected: { '': partial(0, 'E_LIMIT_EXPANSION'), 'good.log': whole(300) },
  },
  {
    name: 'a bomb that hides its size',
    content: zip([good, { name: 'bomb.log', body: Buffer.alloc(30_000_000, 'bomb\n'), size: 1000 }]),
    limits: { expansionFloorBytes: 1_000_000, maxExpansionRatio: 100 },
    expected: { 'good.log': whole(300), 'bomb.log': { status: 'partial', issues: ['E_LIMIT_EXPANSION'] } },
  },
];
