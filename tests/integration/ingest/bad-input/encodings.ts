import { type BadInput, countByRule, hasTool, iconv, logLines, randomBytes } from './bad-input.ts';

const SENTENCES = 'Wörter überall: naïve café — 漢字 и кириллица 🚀\nzweite Zeile\ndritte\n';
const KIND_TEXT = { 1: 'Wörter überall: naïve café — 漢字 и кириллица 🚀', 3: 'dritte' };

/** By hand, so that the expectation does not hang on the decoder under test. */
function wide(text: string, unit: 2 | 4, isBigEndian: boolean, hasBom: boolean): Buffer {
  const full = (hasBom ? '\uFEFF' : '') + text;
  if (unit === 2) {
    const bytes = Buffer.from(full, 'utf16le');
    return isBigEndian ? bytes.swap16() : bytes;
  }
  const characters = Array.from(full);
  const bytes = Buffer.alloc(characters.length * 4);
  for (const [index, character] of characters.entries())
    bytes.writeUInt32LE(character.codePointAt(0) as number, index * 4);
  return isBigEndian ? bytes.swap32() : bytes;
}

const wideCases = ([2, 4] as const).flatMap((unit) =>
  [false, true].flatMap((isBigEndian) =>
    [true, false].map((hasBom): BadInput => {
      const label = `utf-${unit * 8}${isBigEndian ? 'be' : 'le'}`;
      return {
        name: `${label} ${hasBom ? 'with' : 'without'} BOM`,
        content: wide(SENTENCES + logLines(400), unit, isBigEndian, hasBom),
        encoding: label,
        lines: 403,
        text: { ...KIND_TEXT, 4: logLines(1).trimEnd() },
        warnings: hasBom ? {} : { W_ENCODING_GUESSED: 1 },
      };
    }),
  ),
);

const WESTERN = 'Jan 1 10:00:00 häst fel på servern: café garçon déjà vu naïve\n'.repeat(30);
const LEGACY: readonly (readonly [string, string, string])[] = [
  ['ISO-8859-1', 'windows-1252', WESTERN],
  ['WINDOWS-1252', 'windows-1252', `${WESTERN}Prix: 30 €, “très” cher\n`],
  ['SHIFT_JIS', 'shift_jis', 'エラー: 接続に失敗しました サーバー番号 3\n'.repeat(30)],
  ['EUC-JP', 'euc-jp', 'エラー: 接続に失敗しました サーバー番号 3\n'.repeat(30)],
  ['ISO-2022-JP', 'iso-2022-jp', 'エラー: 接続に失敗しました サーバー番号 3\n'.repeat(30)],
  ['GB18030', 'gb18030', '错误：连接失败，服务器 3 超时\n'.repeat(30)],
  ['BIG5', 'big5', '錯誤：連線失敗，伺服器 3 逾時\n'.repeat(30)],
  ['EUC-KR', 'euc-kr', '오류: 서버 연결에 실패했습니다\n'.repeat(30)],
  ['KOI8-R', 'koi8-r', 'Ошибка: соединение с сервером потеряно\n'.repeat(30)],
  ['CP1251', 'windows-1251', 'Ошибка: соединение с сервером потеряно\n'.repeat(30)],
  ['CP866', 'ibm866', 'Ошибка: соединение с сервером потеряно\n'.repeat(30)],
];

const legacyCases = hasTool('iconv')
  ? LEGACY.map(
      ([name, label, text]): BadInput => ({
        name: `legacy ${name}`,
        content: iconv(logLines(100) + text, name),
        encoding: label,
        lines: 100 + text.split('\n').length - 1,
        text: { 101: text.split('\n')[0] as string },
        warnings: { W_ENCODING_GUESSED: 1 },
      }),
    )
  : [];

const ebcdic: readonly BadInput[] = hasTool('iconv')
  ? [
      {
        name: 'EBCDIC',
        content: iconv(logLines(50).replaceAll('\n', ' '), 'IBM1047'),
        status: 'rejected',
        errors: ['E_ENCODING'],
        lines: 0,
      },
    ]
  : [];

const invalidKinds = [
  [0xc0, 0xaf],
  [0xe0, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0x80],
  [0xe6, 0xbc],
  [0xff, 0xfe],
].map((bytes) => Buffer.concat([Buffer.from('bad '), Buffer.from(bytes), Buffer.from(' here\n')]));
const invalidFile = Buffer.concat([Buffer.from('gültig\nauch gültig: ñ\n'), ...invalidKinds, Buffer.from('漢字\n')]);

const trickyUnits = '\u0a0a\u0d0a\u0a00\u0d00\u010a\u0a0d\nplain\n\u0a0aend\n';
const mixed = Buffer.concat([
  Buffer.from('UTF-8: größer\n'.repeat(20)),
  Buffer.from('Latin: gr\xf6\xdfer\n'.repeat(20), 'latin1'),
]);
const acrossBlocks = '漢字かな交じり文🚀ß\n'.repeat(500);
const loneSurrogates = Buffer.from(`${logLines(50)}x\ud800y\nz\udc00\n\ud83d\ude80 fine\n`, 'utf16le');

export const ENCODING_CASES: readonly BadInput[] = [
  ...wideCases,
  ...legacyCases,
  ...ebcdic,
  { name: 'utf-8 with BOM', content: Buffer.from(`\uFEFF${SENTENCES}`), encoding: 'utf-8', lines: 3, text: KIND_TEXT },
  {
    name: 'utf-16 of odd length',
    content: Buffer.concat([wide(logLines(20), 2, false, true), Buffer.from('x')]),
    lines: 21,
    text: { 21: '\uFFFD' },
    warnings: { W_INVALID_BYTES: 1 },
  },
  {
    name: 'utf-16 units that hold 0x0A and 0x0D',
    content: wide(trickyUnits, 2, false, true),
    lines: 3,
    text: { 1: trickyUnits.split('\n')[0] as string, 2: 'plain' },
  },
  {
    name: 'utf-16be units that hold 0x0A and 0x0D',
    content: wide(trickyUnits, 2, true, true),
    lines: 3,
    text: { 2: 'plain', 3: '\u0a0aend' },
  },
  {
    name: 'utf-16 with unpaired surrogates',
    content: Buffer.concat([Buffer.from([0xff, 0xfe]), loneSurrogates]),
    lines: 53,
    text: { 51: 'x\uFFFDy', 53: '🚀 fine' },
    warnings: { W_INVALID_BYTES: 2 },
  },
  {
    name: 'utf-16 across block edges',
    content: wide(acrossBlocks, 2, false, true),
    options: { blockBytes: 64, maxLineBytes: 256 },
    lines: 500,
    text: { 500: '漢字かな交じり文🚀ß' },
  },
  {
    name: 'utf-16 of Chinese only, without BOM',
    content: wide('服务器连接失败，超时 3 秒\n'.repeat(40), 2, false, false),
    encoding: 'utf-16le',
    lines: 40,
    warnings: { W_ENCODING_GUESSED: 1 },
  },
  {
    name: 'utf-16 with a long line',
    content: wide(`${'é'.repeat(5000)}\nnext\n`, 2, true, true),
    options: { blockBytes: 1024, maxLineBytes: 512 },
    lines: 2,
    text: { 2: 'next' },
    warnings: { W_LINE_TRUNCATED: 1 },
  },
  {
    name: 'utf-16 with a run of NULs',
    content: wide(`${logLines(3)}${'\0'.repeat(5000)}on\n`, 2, false, true),
    lines: 4,
    text: { 4: `${'\0'.repeat(64)}on` },
    warnings: { W_NUL: 1 },
  },
  {
    name: 'utf-32 with values beyond Unicode',
    content: Buffer.concat([
      wide(logLines(5), 4, false, true),
      Buffer.from([0xff, 0xff, 0xff, 0x7f]),
      wide('\nend\n', 4, false, false),
    ]),
    lines: 7,
    text: { 6: '\uFFFD', 7: 'end' },
    warnings: { W_INVALID_BYTES: 1 },
  },
  {
    name: 'each kind of invalid UTF-8',
    content: invalidFile,
    encoding: 'utf-8',
    lines: countByRule(invalidFile),
    warnings: { W_INVALID_BYTES: invalidKinds.length },
  },
  {
    name: 'one stray byte in ASCII text',
    content: Buffer.concat([Buffer.from(logLines(50)), Buffer.from([0x20, 0xfe, 0x20, 0x0a])]),
    encoding: 'utf-8',
    lines: 51,
    warnings: { W_INVALID_BYTES: 1 },
  },
  {
    name: 'two encodings in one file',
    content: mixed,
    encoding: 'utf-8',
    lines: 40,
    warnings: { W_INVALID_BYTES: 20 },
  },
  {
    name: 'a BOM in mid-file',
    content: Buffer.from('one\n\uFEFFtwo\nthree \uFEFF kept\n'),
    lines: 3,
    text: { 2: 'two', 3: 'three \uFEFF kept' },
  },
  {
    name: 'characters across block edges',
    content: Buffer.from(acrossBlocks),
    options: { blockBytes: 64, maxLineBytes: 256 },
    lines: 500,
  },
  {
    name: 'the user names the encoding',
    content: Buffer.from('25 \xb0C \xa7 3\n', 'latin1'),
    options: { encoding: 'latin1' },
    encoding: 'windows-1252',
    lines: 1,
    text: { 1: '25 °C § 3' },
  },
  {
    name: 'the user names an unknown encoding',
    content: Buffer.from('x\n'),
    options: { encoding: 'klingon' },
    status: 'rejected',
    errors: ['E_ENCODING'],
    lines: 0,
  },
  {
    name: 'the user names a wrong encoding',
    content: Buffer.from(`${logLines(3)}\xe9\xff\n`, 'latin1'),
    options: { encoding: 'shift_jis' },
    encoding: 'shift_jis',
    lines: 4,
    warnings: { W_INVALID_BYTES: 1 },
  },
  { name: 'random bytes', content: randomBytes(11, 50_000), status: 'rejected', errors: ['E_BINARY'], lines: 0 },
];
