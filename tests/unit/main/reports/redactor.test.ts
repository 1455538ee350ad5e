import { readFileSync } from 'node:fs';
import { expect, it, describe } from 'vitest';
import { redactReport } from '../../../../src-main/reports/redact-input.ts';
import { createRedactor } from '../../../../src-main/reports/redactor.ts';
import { corpusPath, describeWithCorpus } from '../../../helpers/corpus.ts';
import { hostileReport } from './report-fixture.ts';

const CANARIES: ReadonlyArray<readonly [kind: string, line: string, secret: string]> = [
  ['IPv4', 'from 203.0.113.77 port 22', '203.0.113.77'],
  ['IPv4 with port', 'peer=198.51.100.9:5432', '198.51.100.9'],
  ['IPv6', 'from 2001:db8:85a3:0:0:8a2e:370:7334 ok', '2001:db8:85a3:0:0:8a2e:370:7334'],
  ['short IPv6', 'from 2001:db8::8a2e:370 ok', '2001:db8::8a2e:370'],
  ['MAC', 'link 00:1B:44:11:3A:B7 up', '00:1B:44:11:3A:B7'],
  ['mail', 'to jane.doe+x@corp.example.com queued', 'jane.doe+x@corp.example.com'],
  ['UUID', 'req 3f2504e0-4f89-41d3-9a0c-0305e82c3301 done', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['password', 'password=hunter2horse next', 'hunter2horse'],
  ['password in JSON', '{"password":"hunter2horse"}', 'hunter2horse'],
  ['API key', 'api_key: 9f8e7d6c5b4a', '9f8e7d6c5b4a'],
  ['bearer', 'Authorization: Bearer abc.DEF-123_456', 'abc.DEF-123_456'],
  ['basic', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  [
    'JWT',
    'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3',
  ],
  ['URL password', 'postgres://app:s3cr3tpw@db/x', 's3cr3tpw'],
  ['URL user', 'postgres://appuser:s3cr3tpw@db/x', 'appuser'],
  ['AWS key', 'key AKIAIOSFODNN7EXAMPLE used', 'AKIAIOSFODNN7EXAMPLE'],
  ['GitHub token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['Slack token', 'xoxb-123456789012-abcdefABCDEF', 'xoxb-123456789012-abcdefABCDEF'],
  [
    'private key',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
    'MIIEpAIBAAKCAQEA',
  ],
  ['card', 'paid with 4111 1111 1111 1111 ok', '4111 1111 1111 1111'],
  ['card in one run', 'paid with 5500005555555559 ok', '5500005555555559'],
  ['IBAN', 'iban DE89370400440532013000 ok', 'DE89370400440532013000'],
  ['phone', 'call +49 30 1234 5678 now', '+49 30 1234 5678'],
  ['SSN', 'ssn 078-05-1120 given', '078-05-1120'],
  ['home folder', 'open /home/janedoe/app.log', 'janedoe'],
  ['Windows home', 'open C:\\Users\\janedoe\\app.log', 'janedoe'],
  ['user field', 'user=janedoe action=login', 'janedoe'],
  ['user in JSON', '{"username":"janedoe"}', 'janedoe'],
  ['ssh user', 'Failed password for invalid user janedoe from 1.2.3.4', 'janedoe'],
  ['ssh login', 'Accepted publickey for janedoe from 1.2.3.4', 'janedoe'],
  ['host name', 'connect to db-7.prod.internal failed', 'db-7.prod.internal'],
  ['long key', 'k=Zm9vYmFyQmF6UXV4MTIzNDU2Nzg5MEFCQ0RFRg', 'Zm9vYmFyQmF6UXV4MTIzNDU2Nzg5MEFCQ0RFRg'],
  ['session cookie', 'Cookie: sessionid=38afes7a8', '38afes7a8'],
];

const redactor = (hosts: readonly string[] = []) => createRedactor({ key: 'k', hosts });

describe('the redactor', () => {
  it.each(CANARIES)('replaces a canary: %s', (_kind, line, secret) => {
    const clean = redactor().redact(line);
    expect(clean).not.toContain(secret);
    expect(clean).toMatch(/(?:ip|mac|email|user|host|uuid|secret|card|phone)-[0-9a-f]{8}/);
  });

  it('is done after one pass: its own pseudonyms are left alone', () => {
    for (const [, line] of CANARIES) {
      const one = redactor();
      const clean = one.redact(line);
      expect(one.redact(clean)).toBe(clean);
      expect(() => one.assertClean(clean)).not.toThrow();
    }
  });

  it('gives the same value the same name with the same key, and another with another', () => {
    const name = (key: string) => createRedactor({ key }).redact('user=janedoe');
    expect(name('a')).toBe(name('a'));
    expect(name('a')).not.toBe(name('b'));
  });

  it('replaces a name everywhere once a line told what it is', () => {
    const one = redactor();
    one.learn('user=janedoe logged in');
    expect(one.redact('janedoe: retry, (janedoe) janedoe')).not.toContain('janedoe');
    expect(one.redact('janedoes')).toBe('janedoes');
  });

  it('does not learn words that mean something else', () => {
    const one = redactor();
    one.learn('user: not found, login: failed, account: 12345, user=root');
    expect(one.redact('not found failed 12345 root')).toBe('not found failed 12345 root');
  });

  it('replaces the host names of the case as whole words', () => {
    const clean = redactor(['web01', 'localhost']).redact('web01 web012 xweb01 localhost');
    expect(clean).toMatch(/^host-[0-9a-f]{8} web012 xweb01 localhost$/);
  });

  it.each([
    'blk_-1608999687919862906 terminating, 67108864 bytes',
    '2024-05-01T10:20:30.123Z INFO dfs.DataNode$PacketResponder: Received block',
    'at org.apache.hadoop.io.IOUtils.copyBytes(IOUtils.java:84)',
    'version 1.2.3 build 4.5.6.7.8 took 12:34:56',
    'GET /api/v1/items?page=2 HTTP/1.1 200 1234 0.005',
    'pid 12345 tid 0x7f8a9c exit code 137',
    'temperature ambient=23.5 core.2275: double-hummer alignment exceptions',
  ])('leaves an ordinary line as it is: %s', (line) => expect(redactor().redact(line)).toBe(line));

  it('refuses to pass on a text that still holds something', () => {
    const one = redactor();
    one.learn('user=janedoe');
    expect(() => one.assertClean('a line of janedoe')).toThrow(expect.objectContaining({ code: 'report.leak' }));
    expect(() => one.assertClean('from 203.0.113.77')).toThrow(expect.objectContaining({ code: 'report.leak' }));
  });

  it('redacts every text of a report', () => {
    const report = redactReport(hostileReport('janedoe at 203.0.113.77 user=janedoe'), redactor());
    const json = JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    expect(json).not.toMatch(/janedoe|203\.0\.113\.77/);
    expect(report.isRedacted).toBe(true);
    expect(report.document.totals.lines).toBe(4);
  });

  it('takes linear time on lines made to be slow', () => {
    const baits = [
      'a'.repeat(200_000),
      'a.'.repeat(100_000),
      '1.1.'.repeat(50_000),
      'user='.repeat(40_000),
      ':'.repeat(200_000),
      '@a'.repeat(100_000),
      '4111 '.repeat(40_000),
      'password=='.repeat(20_000),
      'ab:'.repeat(60_000),
      '-----BEGIN '.repeat(20_000),
    ];
    for (const bait of baits) {
      const startedMs = performance.now();
      redactor().redact(bait);
      expect(performance.now() - startedMs, bait.slice(0, 20)).toBeLessThan(2000);
    }
  });
});

describeWithCorpus('the redactor on real logs', () => {
  it.each(['BGL/BGL_2k.log', 'Hadoop/Hadoop_2k.log', 'HDFS/HDFS_2k.log'])(
    'touches few ordinary lines of %s',
    (name) => {
      const lines = readFileSync(corpusPath(`loghub-2k/${name}`), 'utf8').split('\n');
      // Lines that do hold an address, a user or a host of that network are meant to be touched.
      const ordinary = lines.filter((line) => !/\b\d{1,3}(?:\.\d{1,3}){3}\b|msrabi|fareast|user|\/home\//i.test(line));
      const one = redactor();
      const touched = ordinary.filter((line) => one.redact(line) !== line);
      expect(ordinary.length).toBeGreaterThan(400);
      expect(touched.length / ordinary.length).toBeLessThanOrEqual(0.01);
    },
  );
});
