import { describe, expect, it } from 'vitest';
import {
  CSRF_HEADER,
  CSRF_VALUE,
  REPORT_ROUTE,
  RPC_PREFIX,
  TABLE_NAMES,
  TABLE_PREFIX,
  UPLOAD_ROUTE,
} from '#shared/contract/tables.ts';
import { createWebApp } from '../../../../../src-main/hosts/web/app.ts';
import { OneTimeToken, SessionStore, WrongTries } from '../../../../../src-main/hosts/web/token.ts';

const HOST = '127.0.0.1:4870';
const ORIGIN = `http://${HOST}`;
const COOKIE = 'log-sentinel-4870';

function openApp() {
  const reached: string[] = [];
  const token = new OneTimeToken();
  const sessions = new SessionStore(1000);
  const app = createWebApp({
    guard: {
      hosts: [HOST, 'localhost:4870'],
      cookieName: COOKIE,
      token,
      sessions,
      wrongTries: new WrongTries(20),
      sessionSeconds: 1,
    },
    engine: async (request) => {
      reached.push(new URL(request.url).pathname);
      return Response.json({ secret: 'data' });
    },
    pages: { paths: [], respond: async () => new Response('page') },
  });
  const ask = (path: string, init: RequestInit & { hosts?: string[]; target?: string } = {}) => {
    const { hosts = [HOST], target = path, ...rest } = init;
    const rawHeaders = hosts.flatMap((host) => ['Host', host]);
    return app.fetch(new Request(`${ORIGIN}${path}`, rest), { incoming: { url: target, rawHeaders } });
  };
  const cookie = `${COOKIE}=${sessions.open()}`;
  return { app, ask, reached, token, sessions, cookie };
}

/** A request that passes, for each kind of route; every check below breaks one thing of it. */
const ROUTES: ReadonlyArray<{ readonly path: string; readonly method: string; readonly type?: string }> = [
  { path: '/', method: 'GET' },
  { path: '/assets/main.js', method: 'GET' },
  { path: `${RPC_PREFIX}/cases/list`, method: 'POST', type: 'application/json' },
  { path: UPLOAD_ROUTE, method: 'POST', type: 'application/octet-stream' },
  { path: REPORT_ROUTE, method: 'GET' },
  ...TABLE_NAMES.map((name) => ({ path: `${TABLE_PREFIX}${name}`, method: 'GET' })),
];

function goodHeaders(route: (typeof ROUTES)[number], cookie: string): Record<string, string> {
  const change = {
    origin: ORIGIN,
    [CSRF_HEADER]: CSRF_VALUE,
    'content-type': route.type ?? '',
    'sec-fetch-site': 'same-origin',
  };
  return { cookie, ...(route.method === 'POST' ? change : {}) };
}

const body = (route: (typeof ROUTES)[number]) => (route.method === 'POST' ? '{}' : undefined);

describe('the web guard', () => {
  it('knows every route of the router', () => {
    const { app } = openApp();
    const routed = new Set(
      app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`),
    );
    expect([...routed].toSorted()).toEqual(
      [
        `GET /*`,
        `GET ${REPORT_ROUTE}`,
        `GET ${TABLE_PREFIX}*`,
        `POST ${RPC_PREFIX}/*`,
        `POST ${UPLOAD_ROUTE}`,
      ].toSorted(),
    );
    // The guard itself is the first handler and takes every path and method.
    expect(app.routes[0]).toMatchObject({ path: '/*', method: 'ALL' });
  });

  it.each(ROUTES)('lets a well-formed request through: $method $path', async (route) => {
    const { ask, cookie } = openApp();
    const response = await ask(route.path, {
      method: route.method,
      headers: goodHeaders(route, cookie),
      body: body(route),
    });
    expect(response.status).toBe(200);
  });

  describe.each(ROUTES)('on $method $path', (route) => {
    const send = async (
      change: (headers: Record<string, string>) => void,
      more: { hosts?: string[]; target?: string; method?: string } = {},
    ) => {
      const { ask, reached, cookie } = openApp();
      const headers = goodHeaders(route, cookie);
      change(headers);
      const method = more.method ?? route.method;
      const response = await ask(route.path, { ...more, method, headers, body: method === 'POST' ? '{}' : undefined });
      expect(reached, 'the engine was reached').toEqual([]);
      expect(await response.text()).not.toContain('secret');
      return response;
    };

    it.each([
      ['no cookie', ''],
      ['a wrong one', `${COOKIE}=wrong`],
      ['an empty one', `${COOKIE}=`],
      ['a prefix', `${COOKIE}=${'a'.repeat(20)}`],
      ['another port', 'log-sentinel-4871=x'],
      ['an array form', `${COOKIE}[]=x`],
    ])('refuses %s', async (_what, cookie) => {
      const response = await send((headers) => {
        headers['cookie'] = cookie;
      });
      expect(response.status).toBe(401);
    });

    it('refuses two cookies of its name, one of which somebody else set', async () => {
      const response = await send((headers) => {
        headers['cookie'] = `${headers['cookie']}; ${COOKIE}=planted`;
      });
      expect(response.status).toBe(401);
    });

    it.each([
      [['evil.test']],
      [['evil.test:4870']],
      [[`${HOST}.evil.test`]],
      [['127.0.0.1']],
      [['127.0.0.1:4871']],
      [['127.0.0.1.:4870']],
      [['0.0.0.0:4870']],
      [[HOST, HOST]],
      [[HOST, 'evil.test']],
      [[] as string[]],
    ])('refuses the Hosts %j even with the cookie', async (hosts) => {
      expect((await send(() => undefined, { hosts })).status).toBe(403);
    });

    it.each(['http://evil.test/', '//evil.test/', '*'])('refuses the request target %s', async (target) => {
      expect((await send(() => undefined, { target })).status).toBe(403);
    });

    it.each(['x-forwarded-host', 'forwarded', 'x-original-url'])('refuses a request with %s', async (name) => {
      const response = await send((headers) => {
        headers[name] = HOST;
      });
      expect(response.status).toBe(403);
    });

    it.each([
      'http://evil.test',
      'https://127.0.0.1:4870',
      'http://127.0.0.1:4871',
      'http://127.0.0.1',
      'http://localhost:4870',
      'http://127.0.0.1:4870.evil.test',
      'http://127.0.0.1:4870/',
      'HTTP://127.0.0.1:4870 ',
      'null',
      'file://',
      'app://workbench',
      'http://user@127.0.0.1:4870',
      'http://[::1]:4870',
      'chrome-extension://abc',
      'http://127.0.0.1:48700',
    ])('refuses the Origin %s', async (origin) => {
      const response = await send((headers) => {
        headers['origin'] = origin;
      });
      // A trailing blank is dropped by the parser: what is left must still be exactly the own origin.
      expect(response.status).toBe(403);
    });

    it.each(['cross-site', 'same-site', 'anything'])('refuses Sec-Fetch-Site %s', async (site) => {
      const response = await send((headers) => {
        headers['sec-fetch-site'] = site;
      });
      expect(response.status).toBe(403);
    });

    it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
      'refuses the method %s, preflights included, without CORS headers',
      async (method) => {
        const response = await send(
          (headers) => {
            headers['origin'] = ORIGIN;
            headers['access-control-request-private-network'] = 'true';
          },
          { method },
        );
        expect(response.status).toBe(405);
        for (const name of response.headers.keys()) expect(name).not.toMatch(/^access-control/);
      },
    );

    if (route.method === 'POST') {
      it.each([
        ['the origin', 'origin', 403],
        ['the custom header', CSRF_HEADER, 403],
        ['the content type', 'content-type', 415],
      ])('refuses a change without %s', async (_what, name, status) => {
        const response = await send((headers) => {
          delete headers[name];
        });
        expect(response.status).toBe(status);
      });

      it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
        'refuses a form of type %s',
        async (type) => {
          const response = await send((headers) => {
            headers['content-type'] = type;
          });
          expect(response.status).toBe(415);
        },
      );
    }

    it('protects its answer', async () => {
      const { ask, cookie } = openApp();
      const response = await ask(route.path, {
        method: route.method,
        headers: goodHeaders(route, cookie),
        body: body(route),
      });
      if (route.path.startsWith('/assets') || route.path === '/') return;
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
    });
  });

  it('turns the one-time token into a cookie once, and out of the address', async () => {
    const { ask, token } = openApp();
    const secret = token.secret!;
    const response = await ask(`/?token=${secret}&case=0123456789abcdef`);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/?case=0123456789abcdef');
    expect(response.headers.get('set-cookie')).toMatch(
      /^log-sentinel-4870=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=1$/,
    );
    expect((await ask(`/?token=${secret}`)).status).toBe(401);
  });

  it('takes no token from another place, another route, or twice in one address', async () => {
    const { ask, token } = openApp();
    const secret = token.secret!;
    for (const path of [
      `/?token=${secret}&token=${secret}`,
      `/?token[]=${secret}`,
      `/?Token=${secret}`,
      `/assets/main.js?token=${secret}`,
      `/tables/events?token=${secret}`,
    ]) {
      expect((await ask(path)).status, path).toBe(401);
    }
    expect((await ask('/', { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401);
    expect((await ask(`/?token=${secret}&case=%0d%0aset-cookie:x`)).headers.get('location')).toBe('/');
  });

  it('locks out after twenty wrong tokens a minute, but not a browser that is signed in', async () => {
    const { ask, cookie, token } = openApp();
    for (let tries = 0; tries < 20; tries++) expect((await ask(`/?token=wrong${tries}`)).status).toBe(401);
    expect((await ask(`/?token=${token.secret!}`)).status).toBe(429);
    expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  });

  it('ends a session after its life', () => {
    let nowMs = 0;
    const sessions = new SessionStore(1000, () => nowMs);
    const secret = sessions.open();
    expect(sessions.has(secret)).toBe(true);
    nowMs = 1001;
    expect(sessions.has(secret)).toBe(false);
  });

  it('makes a fresh token of 256 bits each time', () => {
    const secrets = Array.from({ length: 1000 }, () => new OneTimeToken().secret!);
    expect(new Set(secrets).size).toBe(1000);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url').length).toBe(32);
  });
});
