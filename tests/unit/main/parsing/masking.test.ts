import { describe, expect, it } from 'vitest';
import { maskedText } from '../../../helpers/parsing.ts';

describe('masking of one content', () => {
  it.each([
    ['Took 12.5 ms, 3 retries left', 'Took <number> ms, <number> retries left'],
    ['offset=-12 delta:+3', 'offset=<number> delta:<number>'],
    ['done in 350ms after 1.5h, wrote 12KB', 'done in <duration> after <duration>, wrote <size>'],
    ['from 10.0.0.7:8080 via /10.0.0.9:50010', 'from <ip> via <ip>'],
    ['peer fe80::1:2 and 2001:db8:0:0:0:0:2:1 up', 'peer <ip> and <ip> up'],
    ['connect web-12/10.0.0.7:9000 ok', 'connect <host> ok'],
    ['New: web-12:9000', 'New: <host>'],
    ['retry of step-3:4 at node-7', 'retry of step-<number> at node-<number>'],
    ['instance d6b7bd36-2943-4363-9235-fffdd89ea40e gone', 'instance <uuid> gone'],
    ['link ab:cd:ef:01:23:45 flapped', 'link <mac> flapped'],
    ['at 0x7ffe12 mask ffffffff id 2b000002', 'at <hex> mask <hex> id <hex>'],
    ['open /var/log/app.log failed', 'open <path> failed'],
    ['load C:\\Windows\\a.dll now', 'load <path> now'],
    ['GET https://a.example/x?y=1&z=2, next', 'GET <url>, next'],
    ['fetch www.example.com:443 and api.internal.example.org', 'fetch <host> and <host>'],
    ['at 2016-09-28 04:30:31,123 and 28/Sep/2016:10:00:00', 'at <timestamp> and <timestamp>'],
    ['since Sun Jul  3 10:05:25 2005 and Fri Jul 15 09:14:12 PDT 2005', 'since <timestamp> and <timestamp>'],
    ['enabled=true visible:false was null', 'enabled=<boolean> visible:<boolean> was <boolean>'],
    ['block blk_-1608999687919862906 on node-12', 'block <identifier> on node-<number>'],
    ['size    12 and      7', 'size <number> and <number>'],
  ])('reads %j as %j', (content, expected) => {
    expect(maskedText(content)).toBe(expected);
  });

  it('keeps program words with one digit, and acronyms with two', () => {
    const content = 'jk2_init on en0 ssh2 IPv6 NAT64 r24=';
    expect(maskedText(content)).toBe(content);
  });

  it('keeps dotted program names, versions apart', () => {
    expect(maskedText('org.apache.hadoop.mapreduce.v2.app.MRAppMaster main.go:12')).toBe(
      'org.apache.hadoop.mapreduce.v2.app.MRAppMaster main.go:<number>',
    );
    expect(maskedText('version 1.2.3 of com.example.tool')).toBe('version <number> of com.example.tool');
  });

  it('keeps the name behind an event key, digits and all, and masks it behind any other key', () => {
    expect(maskedText('event=cache_miss_17 id=17')).toBe('event=cache_miss_17 id=<number>');
    expect(maskedText('item=cache_miss_17 id=17')).toBe('item=<identifier> id=<number>');
  });

  it('turns a literal wildcard into a parameter, so template texts stay unambiguous', () => {
    expect(maskedText('glob <*> matched')).toBe('glob <text> matched');
  });

  it('reads nothing outside the content', () => {
    // The helper puts `9.` before and `.9:/x` behind.
    for (const content of ['12', '1.2.3.4', 'Jul', 'Jul 1', 'Fri, 15 J', '~', 'a:', '12:00:00', '<*', 'x=']) {
      const inner = maskedText(content);
      expect(inner.replaceAll(/<\w+>/g, '').length).toBeLessThanOrEqual(content.length);
    }
    expect(maskedText('1.2.3.4')).toBe('<ip>');
    expect(maskedText('Jul 1')).toBe('<timestamp>');
  });
});
