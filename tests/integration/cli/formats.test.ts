import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisDocumentSchema } from '#shared/contract/analysis-document.ts';
import { runCli, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const home = ['--home', join(folder, 'home')];

const SHOP = `name: shop
strptime: '{level} ~~ %Y-%m-%d %H:%M:%S ~~ {component} ~~ {message}'
samples: ['WARN ~~ 2024-05-01 12:00:00 ~~ cart ~~ low']
`;
const log = write(
  'shop.log',
  Array.from(
    { length: 60 },
    (_, i) => `INFO ~~ 2024-05-01 12:00:${String(i).padStart(2, '0')} ~~ cart ~~ item ${i}\n`,
  ).join(''),
);

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function analyze(...args: string[]) {
  const run = await runCli(['analyze', log, ...args, '--json', '--quiet', ...home]);
  expect(run.stderr).toBe('');
  return analysisDocumentSchema.parse(JSON.parse(run.stdout));
}

describe('formats on the command line', () => {
  it('reads by a format file, keeps it with the case and replays the case by it', async () => {
    const file = write('own.yaml', SHOP);
    const dir = join(folder, 'own.sentinel');
    const document = await analyze('--format', file, '--case', dir);
    expect(document.files[0]).toMatchObject({
      format: 'shop',
      formatConfidence: 1,
      events: 60,
      firstTime: '2024-05-01T12:00:00Z',
    });
    expect(readFileSync(join(dir, 'formats', 'shop.yaml'), 'utf8')).toBe(SHOP);
    const replay = await runCli(['replay', dir, '--from', 'input', '--quiet', ...home]);
    expect([replay.stdout.trim().split('\n')[0], replay.exitCode]).toEqual([expect.stringContaining('match'), 0]);
    const perFile = await analyze('--format', `${log}=${file}`, '--case', join(folder, 'per.sentinel'));
    expect(perFile.files[0]).toMatchObject({ format: 'shop', repair: { format: 'shop' } });
  });

  it('gives the same answer with one thread and with several', async () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 4, 1) + i * 500).toISOString().slice(0, 19).replace('T', ' ');
      return `${i % 50 === 0 ? 'ERROR' : 'INFO'} ~~ ${time} ~~ ${i % 3 === 0 ? 'pay' : 'cart'} ~~ order ${i} took ${i % 240} ms\n`;
    });
    const long = write('long.log', lines.join(''));
    const format = write(
      'regex.yaml',
      "name: shop-regex\nregex: '^(?<level>\\w+) ~~ (?<timestamp>[^~]+?) ~~ (?<component>\\w+) ~~ (?<message>.*)$'\n",
    );
    const sql =
      'SELECT count(*), count(DISTINCT component), sum(severity), max(time), count(DISTINCT template_id) FROM events';
    const answers = [];
    for (const threads of ['1', '2']) {
      const dir = join(folder, `threads-${threads}.sentinel`);
      await runCli(['templates', long, '--format', format, '--threads', threads, '--case', dir, '--quiet', ...home]);
      answers.push((await runCli(['sql', dir, sql, '--json', ...home])).stdout);
    }
    expect(JSON.parse(answers[0]!)[0]).toMatchObject({
      'count_star()': 120_000,
      'max("time")': '2024-05-01T16:39:59Z',
    });
    expect(answers[1]).toBe(answers[0]);
  }, 120_000);

  it('refuses a format file that is wrong by class, file, line and field', async () => {
    const file = write('wrong.yaml', SHOP.replace("low']", "low', 'what']"));
    const run = await runCli(['analyze', log, '--format', file, ...home]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(`${file}, line 3, samples.1: The format does not match this line.`);
    const unknown = await runCli(['analyze', log, '--format', 'nope', '--quiet', ...home]);
    expect(unknown.stderr).toContain('There is no log format "nope"');
    const absent = await runCli(['analyze', log, '--format', './absent.yaml', ...home]);
    expect([absent.exitCode, absent.stderr]).toEqual([1, expect.stringContaining('absent.yaml cannot be read')]);
    const data = write('data.yaml', 'just words');
    expect((await runCli(['analyze', log, '--format', data, ...home])).stderr).toContain(data);
  });

  it('checks a file, imports lnav formats, finds them by itself, lists and deletes them', async () => {
    const checked = await runCli([
      'formats',
      'check',
      write('check.yaml', SHOP.replace('cart ~~ low', 'cart')),
      log,
      ...home,
    ]);
    expect(checked.exitCode).toBe(1);
    expect(checked.stdout).toContain('check.yaml:3:12: E_PARSE samples.0: The format does not match this line.');
    expect(checked.stdout).toContain('event\t2024-05-01T12:00:00Z\tINFO\tcart\titem 0');

    const lnav = {
      shop_log: {
        title: 'Shop',
        regex: { std: { pattern: '^(?<level>\\w+) ~~ (?<timestamp>[^~]+?) ~~ (?<unit>\\w+) ~~ (?<body>.*)$' } },
        'module-field': 'unit',
        sample: [{ line: 'INFO ~~ 2024-05-01 12:00:00 ~~ cart ~~ item 1', level: 'info' }],
      },
      worse_log: { regex: { std: { pattern: '(a)\\1' } } },
    };
    const imported = await runCli(['formats', 'import', write('lnav.json', JSON.stringify(lnav)), ...home]);
    expect([imported.exitCode, imported.stdout]).toEqual([4, 'shop_log\n']);
    expect(imported.stderr).toContain('worse_log:');
    expect(imported.stderr).toContain('E_REGEX_INVALID');
    expect(readdirSync(join(folder, 'home', 'formats'))).toEqual(['shop_log.yaml']);
    expect((await analyze('--case', join(folder, 'found.sentinel'))).files[0]?.format).toBe('shop_log');
    // A format that the home gets later, and that would come first, does not change how a case is read again.
    const later = join(folder, 'home', 'formats', 'a-shop.yaml');
    writeFileSync(later, "name: a-shop\npattern: '{level} ~~ {time:%F %T} ~~ {message}'\n");
    expect((await analyze('--case', join(folder, 'later.sentinel'))).files[0]?.format).toBe('a-shop');
    const replay = await runCli(['replay', join(folder, 'found.sentinel'), '--from', 'input', '--quiet', ...home]);
    expect([replay.exitCode, replay.stdout]).toEqual([0, expect.stringMatching(/^match/)]);
    rmSync(later);

    const listed = await runCli(['formats', ...home]);
    expect(listed.stdout).toMatch(/^shop_log +home +Shop$/m);
    expect(listed.stdout).toMatch(/^hdfs +built-in +HDFS/m);
    expect((await runCli(['formats', 'show', 'shop_log', ...home])).stdout).toMatch(/^name: shop_log\ntitle: Shop\n/);
    expect((await runCli(['formats', 'delete', 'shop_log', ...home])).exitCode).toBe(0);
    expect((await runCli(['formats', 'delete', 'shop_log', ...home])).exitCode).toBe(2);
  });

  it('reads on without a broken format of the home, and says so in the list', async () => {
    mkdirSync(join(folder, 'home', 'formats'), { recursive: true });
    writeFileSync(join(folder, 'home', 'formats', 'mine.yaml'), 'name: mine\nregex: "(a"\n');
    expect((await analyze('--case', join(folder, 'broken.sentinel'))).files[0]?.events).toBe(60);
    const listed = await runCli(['formats', ...home]);
    expect(listed.stderr).toContain('mine:2:9: E_REGEX_INVALID regex: The group is not closed.');
  });
});
