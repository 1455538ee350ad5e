import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPageFiles } from '../../../../src-main/base/page-files.ts';

describe('page files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-sentinel-page-'));
    mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'page', 'index.html'), '<p>page</p>');
    writeFileSync(join(folder, 'page', 'assets', 'main.js'), 'main()');
    writeFileSync(join(folder, 'page', 'assets', 'a b.css'), 'p{}');
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'page', 'assets', 'link.txt'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (path: string, method = 'GET') =>
    openPageFiles(join(folder, 'page')).respond(new Request(`http://127.0.0.1${path}`, { method }));

  it('serves the page and its files with their types', async () => {
    expect((await ask('/'))!.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await (await ask('/assets/main.js'))!.text()).toBe('main()');
    expect((await ask('/assets/main.js'))!.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await ask('/assets/a%20b.css'))!.status).toBe(200);
  });

  it('allows no inline or evaluated script, and inline style only where the page does not mark its own', async () => {
    expect((await ask('/'))!.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';/,
    );
  });

  it('serves nothing else: forms of going up, links out, other methods', async () => {
    const climbs = [
      '..',
      '%2e%2e',
      '%2E%2E',
      '.%2e',
      '..%00',
      '%252e%252e',
      '..;',
      '...',
      '%c0%ae%c0%ae',
      '%u002e%u002e',
    ];
    const slashes = ['/', '//', '%2f', '%2F', '\\', '%5c', '%5C', '%252f', '/./', ';/'];
    const forms = climbs.flatMap((climb) =>
      slashes.flatMap((slash) => [
        `/${climb}${slash}secret.txt`,
        `/assets${slash}${climb}${slash}${climb}${slash}secret.txt`,
      ]),
    );
    expect(forms.length).toBeGreaterThanOrEqual(200);
    for (const form of forms) expect(await ask(form), form).toBeNull();
    for (const path of [
      '/assets/link.txt',
      '/assets',
      '/assets/',
      '/etc/passwd',
      '//etc/passwd',
      '/assets/main.js/',
      '/assets/MAIN.JS',
    ]) {
      expect(await ask(path), path).toBeNull();
    }
    expect(await ask('/', 'POST')).toBeNull();
  });

  it('says what to do when the page was not built', async () => {
    const response = await openPageFiles(join(folder, 'nothing')).respond(new Request('http://127.0.0.1/'));
    expect(response!.status).toBe(503);
    expect(await response!.text()).toContain('npm run build');
  });
});
