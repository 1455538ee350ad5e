import { CSRF_HEADER, CSRF_VALUE, RPC_PREFIX, UPLOAD_ROUTE } from '#shared/contract/tables.ts';
import type { OneTimeToken, SessionStore, WrongTries } from './token.ts';

/**
 * The one guard in front of every route of the web host. Order of the checks: the request's own form, Host, who asks
 * (Origin, Sec-Fetch-Site), then the token, then what a changing request must carry besides.
 */
export interface GuardOptions {
  /** Allowed Host headers, lower case with port: `127.0.0.1:4870`. Each is also the only Origin for requests to it. */
  readonly hosts: readonly string[];
  readonly cookieName: string;
  readonly token: OneTimeToken;
  readonly sessions: SessionStore;
  readonly wrongTries: WrongTries;
  readonly sessionSeconds: number;
}

/** What the HTTP parser knows and a Fetch Request hides. */
export interface RawRequest {
  /** Request target as sent: starts with `/` unless it is in absolute or asterisk form. */
  readonly target: string;
  readonly hostHeaders: readonly string[];
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refuse'; readonly status: 400 | 401 | 403 | 405 | 415 | 429; readonly reason: string }
  /** The one-time token was right: set the cookie and load the page without the token in its address. */
  | { readonly kind: 'signIn'; readonly cookie: string };

const PASS: Verdict = { kind: 'pass' };
const SAFE_METHODS = new Set(['GET', 'HEAD']);
const MAX_TARGET_LENGTH = 65_536;

export function judgeRequest(request: Request, raw: RawRequest, options: GuardOptions): Verdict {
  return (
    checkForm(request, raw) ??
    checkHost(request, raw, options) ??
    checkInitiator(request, raw) ??
    checkToken(request, options) ??
    checkChange(request) ??
    PASS
  );
}

function checkForm(request: Request, raw: RawRequest): Verdict | null {
  if (!raw.target.startsWith('/') || raw.target.startsWith('//')) return refuse(403, 'request target');
  if (raw.target.length > MAX_TARGET_LENGTH) return refuse(400, 'request target too long');
  if (request.method !== 'POST' && !SAFE_METHODS.has(request.method)) return refuse(405, 'method');
  return null;
}

function checkHost(request: Request, raw: RawRequest, options: GuardOptions): Verdict | null {
  const isForwarded = ['forwarded', 'x-forwarded-host', 'x-host', 'x-original-url'].some((name) =>
    request.headers.has(name),
  );
  if (isForwarded) return refuse(403, 'forwarded request');
  const [host, ...more] = raw.hostHeaders;
  const isOwn = host !== undefined && more.length === 0 && options.hosts.includes(host.toLowerCase());
  return isOwn ? null : refuse(403, 'host');
}

/** A page of another origin, or of another port of this machine, may not ask at all. */
function checkInitiator(request: Request, raw: RawRequest): Verdict | null {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return refuse(403, 'sec-fetch-site');
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== `http://${raw.hostHeaders[0]?.toLowerCase()}`) return refuse(403, 'origin');
  if (SAFE_METHODS.has(request.method)) return null;
  if (origin === null) return refuse(403, 'origin missing');
  return site === 'none' ? refuse(403, 'sec-fetch-site') : null;
}

function checkToken(request: Request, options: GuardOptions): Verdict | null {
  const cookies = cookiesNamed(request.headers.get('cookie') ?? '', options.cookieName);
  if (cookies.length === 1 && options.sessions.has(cookies[0]!)) return signInAgain(request);
  if (options.wrongTries.isLockedOut()) return refuse(429, 'too many wrong tokens; wait a minute');
  const url = new URL(request.url);
  const tokens = url.searchParams.getAll('token');
  const isSignIn = request.method === 'GET' && url.pathname === '/' && tokens.length === 1;
  if (isSignIn && options.token.redeem(tokens[0]!)) {
    const { cookieName, sessionSeconds } = options;
    const cookie = `${cookieName}=${options.sessions.open()}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${sessionSeconds}`;
    return { kind: 'signIn', cookie };
  }
  if (tokens.length > 0 || cookies.length > 0) options.wrongTries.add();
  return refuse(401, 'token');
}

/** A signed-in browser that follows a (used) link just gets the page. */
function signInAgain(request: Request): Verdict | null {
  const url = new URL(request.url);
  const isLink = request.method === 'GET' && url.pathname === '/' && url.searchParams.has('token');
  return isLink ? { kind: 'signIn', cookie: '' } : null;
}

/** What a form or a plain cross-site fetch cannot send: the custom header and a content type that needs permission. */
function checkChange(request: Request): Verdict | null {
  if (SAFE_METHODS.has(request.method)) return null;
  if (request.headers.get(CSRF_HEADER) !== CSRF_VALUE) return refuse(403, 'csrf header');
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? null;
  const path = new URL(request.url).pathname;
  if (path === UPLOAD_ROUTE) return type === 'application/octet-stream' ? null : refuse(415, 'content type');
  // A procedure without input has no body and no type.
  const isEmpty = type === null && request.headers.get('content-length') === '0';
  if (path.startsWith(`${RPC_PREFIX}/`))
    return type === 'application/json' || isEmpty ? null : refuse(415, 'content type');
  return refuse(405, 'method');
}

/** Every value of one cookie name: two of them mean that somebody else set one. */
function cookiesNamed(header: string, name: string): string[] {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}

function refuse(status: 400 | 401 | 403 | 405 | 415 | 429, reason: string): Verdict {
  return { kind: 'refuse', status, reason };
}
