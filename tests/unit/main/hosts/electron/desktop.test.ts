import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DESKTOP_CHANNELS } from '#shared/contract/desktop.ts';
import { CSRF_HEADER, CSRF_VALUE } from '#shared/contract/tables.ts';
import { SILENT_LOG } from '../../../../../src-main/base/log.ts';
import { startDesktop } from '../../../../../src-main/hosts/electron/desktop.ts';
import { ElectronDouble } from './electron-double.ts';

describe('the desktop shell', () => {
  let folder: string;
  let double: ElectronDouble;
  let engine: { requests: Request[]; isStopped: boolean };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-sentinel-desktop-'));
    mkdirSync(join(folder, 'renderer'));
    writeFileSync(join(folder, 'renderer', 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
    writeFileSync(join(folder, 'a.log'), 'x\n');
    double = new ElectronDouble();
    engine = { requests: [], isStopped: false };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (args: readonly string[] = []) =>
    startDesktop(double.api, {
      paths: {
        homeDir: folder,
        version: '1',
        rendererDir: join(folder, 'renderer'),
        samplePath: null,
        webLogPath: join(folder, 'web.log'),
        desktopLogPath: join(folder, 'desktop.log'),
      },
      preloadPath: '/app/preload.cjs',
      log: SILENT_LOG,
      args,
      workingFolder: folder,
      supervisor: {
        start: async () => undefined,
        stop: async () => {
          engine.isStopped = true;
        },
        fetch: async (request) => {
          engine.requests.push(request);
          return Response.json({ data: 1 });
        },
      },
    });

  const load = (url: string, init?: RequestInit) => double.protocolHandler!(new Request(url, init));

  it('leaves at once when another instance runs', async () => {
    double.isPrimaryInstance = false;
    expect(await start()).toBeNull();
    expect(double.named('quit')).toHaveLength(1);
    expect(double.windows).toHaveLength(0);
  });

  it('opens a sandboxed, isolated window on its own scheme', async () => {
    await start();
    const [window] = double.windows;
    expect(window!.urls).toEqual(['app://workbench/']);
    expect(window!.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      preload: '/app/preload.cjs',
    });
    const [schemes] = double.named('registerSchemesAsPrivileged')[0]!.args as [
      { scheme: string; privileges: Record<string, boolean> }[],
    ];
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  it('serves the page with a strict policy and a fresh nonce', async () => {
    await start();
    const first = await load('app://workbench/');
    const policy = first.headers.get('content-security-policy')!;
    const nonce = /'nonce-([\w-]+)'/.exec(policy)![1];
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect((await load('app://workbench/')).headers.get('content-security-policy')).not.toBe(policy);
  });

  it.each([
    'app://workbench/../secret',
    'app://workbench/%2e%2e/secret',
    'app://workbench/..%2fsecret',
    'app://workbench/..%5csecret',
    'app://workbench/%00',
    'app://workbench//etc/passwd',
    'app://workbench/assets/../../a.log',
    'app://other/',
    'app://workbench.evil/',
  ])('answers 404 to %s', async (url) => {
    await start();
    expect((await load(url)).status).toBe(404);
    expect(engine.requests).toHaveLength(0);
  });

  it('passes data to the engine, changes only with the header of its own page', async () => {
    await start();
    expect((await load('app://workbench/tables/events?q={}')).status).toBe(200);
    const change = {
      method: 'POST',
      body: '{}',
      headers: { [CSRF_HEADER]: CSRF_VALUE, 'content-type': 'application/json' },
    };
    expect((await load('app://workbench/rpc/cases/list', change)).status).toBe(200);
    expect((await load('app://workbench/rpc/cases/list', { method: 'POST', body: '{}' })).status).toBe(403);
    const foreign = { headers: { origin: 'https://evil.test' } };
    expect((await load('app://workbench/tables/events?q={}', foreign)).status).toBe(403);
    expect(engine.requests).toHaveLength(2);
  });

  it('grants no permission and loads nothing but its own scheme', async () => {
    await start();
    const decisions: unknown[] = [];
    const decide = (decision: unknown) => decisions.push(decision);
    double.session['permissionRequest']!(...([null, 'geolocation', decide] as never[]));
    expect(decisions).toEqual([false]);
    expect(double.session['permissionCheck']!()).toBe(false);
    expect(double.session['devicePermission']!()).toBe(false);
    const isCancelled = (url: string) => {
      let cancel: boolean | undefined;
      const note = (answer: { cancel: boolean }) => {
        cancel = answer.cancel;
      };
      double.session['beforeRequest']!(...([{ url }, note] as never[]));
      return cancel;
    };
    expect(isCancelled('app://workbench/assets/x.js')).toBe(false);
    for (const url of [
      'https://evil.test/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'app://workbench.evil/',
      'ws://x/',
      'data:text/html,x',
    ]) {
      expect(isCancelled(url), url).toBe(true);
    }
  });

  it('denies navigation, redirects, windows and webviews', async () => {
    await start();
    const { webContents } = double.windows[0]!;
    expect(webContents.windowOpen!({ url: 'https://evil.test' })).toEqual({ action: 'deny' });
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
      let isPrevented = false;
      const preventDefault = () => {
        isPrevented = true;
      };
      webContents.emit(name, { url: 'file:///etc/passwd', preventDefault });
      expect(isPrevented, name).toBe(true);
    }
  });

  it('serves the preload only to the top frame of its own window', async () => {
    await start();
    expect(await double.invoke(DESKTOP_CHANNELS.openFiles, [])).toEqual(['/logs/chosen.log']);
    expect(double.named('addRecentDocument')[0]!.args).toEqual(['/logs/chosen.log']);
    for (const caller of [
      { id: 99 },
      { url: 'https://evil.test/' },
      { url: 'app://workbench.evil/' },
      { parent: {} },
      { frame: null },
    ] as const) {
      await expect(double.invoke(DESKTOP_CHANNELS.openFiles, [], caller), JSON.stringify(caller)).rejects.toMatchObject(
        { code: 'contract.forbidden' },
      );
    }
  });

  it('checks every argument of every channel', async () => {
    await start();
    const sends: string[] = [DESKTOP_CHANNELS.paths, DESKTOP_CHANNELS.command];
    const served = Object.values(DESKTOP_CHANNELS).filter((channel) => !sends.includes(channel));
    expect([...double.handlers.keys()].toSorted()).toEqual(served.toSorted());
    const bad = [
      [{}],
      ['../relative'],
      ['/a\0b'],
      [Number.NaN],
      [2],
      ['x'.repeat(5000), 'y'],
      [null, null],
      ['a', 'b', 'c'],
    ];
    for (const channel of served) {
      for (const args of bad) {
        await expect(double.invoke(channel, args), `${channel} ${JSON.stringify(args)}`).rejects.toMatchObject({
          code: 'contract.bad-input',
        });
      }
    }
    await double.invoke(DESKTOP_CHANNELS.progress, [0.5]);
    await double.invoke(DESKTOP_CHANNELS.progress, [null]);
    expect(double.windows[0]!.progress).toEqual([0.5, -1]);
    await double.invoke(DESKTOP_CHANNELS.reveal, [join(folder, 'a.log')]);
    await double.invoke(DESKTOP_CHANNELS.reveal, [join(folder, 'missing.log')]);
    expect(double.named('showItemInFolder')).toHaveLength(1);
  });

  it('notifies only while no window has the focus', async () => {
    await start();
    double.focused = double.windows[0]!;
    await double.invoke(DESKTOP_CHANNELS.notify, ['Done', '3 incidents']);
    expect(double.notifications).toHaveLength(0);
    double.focused = null;
    await double.invoke(DESKTOP_CHANNELS.notify, ['Done', '3 incidents']);
    double.notifications[0]!.emit('click');
    expect(double.windows[0]!.isFocused).toBe(true);
  });

  it('hands paths of the command line to the page when it listens, and no others', async () => {
    await start(['--inspect=0.0.0.0', 'a.log', 'missing.log', 'https://evil.test/x', '']);
    expect(double.windows[0]!.webContents.sent).toEqual([]);
    await double.invoke(DESKTOP_CHANNELS.ready, []);
    expect(double.windows[0]!.webContents.sent).toEqual([[DESKTOP_CHANNELS.paths, [join(folder, 'a.log')]]]);
  });

  it('brings its window to the front for a second instance and opens what that was given', async () => {
    await start();
    await double.invoke(DESKTOP_CHANNELS.ready, []);
    double.windows[0]!.isMinimizedNow = true;
    double.app.emit('second-instance', {}, ['/app/log-sentinel', 'a.log'], folder);
    double.app.emit('open-file', { preventDefault: () => undefined }, '/logs/b.log');
    expect(double.windows).toHaveLength(1);
    expect(double.windows[0]!.isFocused).toBe(true);
    expect(double.windows[0]!.webContents.sent).toEqual([
      [DESKTOP_CHANNELS.paths, [join(folder, 'a.log')]],
      [DESKTOP_CHANNELS.paths, ['/logs/b.log']],
    ]);
  });

  it('sends menu commands to the window in front', async () => {
    await start();
    double.menuItem('Command palette…').click!();
    expect(double.windows[0]!.webContents.sent).toEqual([[DESKTOP_CHANNELS.command, 'go.palette']]);
    expect(double.menuTemplate.flatMap((menu) => menu.submenu ?? []).map((item) => item.role)).not.toContain(
      'toggleDevTools',
    );
  });

  it('reloads a page that died once, and leaves one that dies again at once', async () => {
    await start();
    const { webContents } = double.windows[0]!;
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(webContents.reloads).toBe(1);
  });

  it('restores its place only where a display still shows it', async () => {
    const bounds = { x: 5000, y: 0, width: 1200, height: 800 };
    writeFileSync(join(folder, 'window.json'), JSON.stringify(bounds));
    await start();
    expect(double.windows[0]!.options).toMatchObject({ width: 1440, height: 900 });
    double.displays = [{ workArea: { x: 4800, y: 0, width: 1920, height: 1080 } }];
    double.menuItem('New window').click!();
    expect(double.windows[1]!.options).toMatchObject(bounds);
  });

  it('lets the engine reach a commit point before it quits', async () => {
    await start();
    let isPrevented = false;
    double.app.emit('before-quit', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(isPrevented).toBe(true);
    expect(engine.isStopped).toBe(true);
    expect(double.named('exit')).toEqual([{ name: 'exit', args: [0] }]);
  });
});
