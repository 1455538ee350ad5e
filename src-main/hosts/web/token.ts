import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random secret of 256 bits, as URL-safe text. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A URL token that opens one browser session, then is worth nothing. */
export class OneTimeToken {
  #secret: string | null = createSecret();

  /** Null once it was used. */
  get secret(): string | null {
    return this.#secret;
  }

  /** Replaces the token, used or not. */
  renew(): string {
    this.#secret = createSecret();
    return this.#secret;
  }

  /** True exactly once, for the right secret. */
  redeem(given: string): boolean {
    if (this.#secret === null || !isSameSecret(given, this.#secret)) return false;
    this.#secret = null;
    return true;
  }
}

const MAX_SESSIONS = 64;

/** Browser sessions in memory; they end with the host or after their life. */
export class SessionStore {
  readonly #expiryOf = new Map<string, number>();
  readonly #lifeMs: number;
  readonly #now: () => number;

  /** @param now Monotonic milliseconds, so that a clock change neither ends nor prolongs a session. */
  constructor(lifeMs: number, now: () => number = () => performance.now()) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  open(): string {
    if (this.#expiryOf.size >= MAX_SESSIONS) {
      const oldest = this.#expiryOf.keys().next().value;
      if (oldest !== undefined) this.#expiryOf.delete(oldest);
    }
    const secret = createSecret();
    this.#expiryOf.set(keyOf(secret), this.#now() + this.#lifeMs);
    return secret;
  }

  has(secret: string): boolean {
    const key = keyOf(secret);
    const expiry = this.#expiryOf.get(key);
    if (expiry === undefined) return false;
    if (expiry > this.#now()) return true;
    this.#expiryOf.delete(key);
    return false;
  }
}

/** Sessions are kept by digest: looking one up by table tells nothing about a near miss. */
function keyOf(secret: string): string {
  return digest(secret).toString('base64url');
}

/** Counts wrong tries in a moving minute. */
export class WrongTries {
  readonly #times: number[] = [];
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  isLockedOut(): boolean {
    const since = this.#now() - 60_000;
    while (this.#times.length > 0 && this.#times[0]! <= since) this.#times.shift();
    return this.#times.length >= this.#limit;
  }

  add(): void {
    this.#times.push(this.#now());
  }
}
