import { createHmac } from 'node:crypto';
import { ReportError } from '#shared/base/errors.ts';

/**
 * Replaces personal data and secrets by pseudonyms: the same value has the same pseudonym in every report made with the
 * same key, and nothing can be computed back from it. Known limits: values split over lines, encoded twice, or spelt in
 * words are not found.
 */
export interface Redactor {
  redact(text: string): string;
  /** Like `redact`, for a whole value that is known to be a name (a host, a user). */
  pseudonym(kind: PseudonymKind, value: string): string;
  /** @throws ReportError `report.leak` when a value that was replaced anywhere still stands in the text. */
  assertClean(text: string): void;
}

export type PseudonymKind = 'ip' | 'mac' | 'email' | 'user' | 'host' | 'uuid' | 'secret' | 'card' | 'phone';

interface Rule {
  readonly kind: PseudonymKind;
  readonly pattern: RegExp;
  /** The group that is replaced; default the whole match. Text around it stays. */
  readonly group?: number;
  readonly accepts?: (value: string) => boolean;
}

const SECRET_WORD =
  'password|passwd|passphrase|pwd|secret|api[_-]?key|apikey|access[_-]?key|private[_-]?key|client[_-]?secret|auth[_-]?token|access[_-]?token|refresh[_-]?token|id[_-]?token|token|credential|sessionid|session[_-]?token|cookie|signature|sig';

/** In this order: a secret may hold an address, an address may hold a host. All run in linear time. */
const RULES: readonly Rule[] = [
  {
    kind: 'secret',
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8192}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  { kind: 'secret', pattern: /\b(?:Bearer|Basic|Digest|Negotiate)[ \t]+([\w.~+/=-]{6,4096})/gi, group: 1 },
  { kind: 'secret', pattern: /\beyJ[\w-]{8,2048}\.[\w-]{4,4096}(?:\.[\w-]{0,4096})?/g },
  { kind: 'secret', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{1,256}:([^\s/@"']{1,256})@/gi, group: 1 },
  { kind: 'user', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@"']{1,256}):[^\s/@"']{1,256}@/gi, group: 1 },
  {
    kind: 'secret',
    pattern: new RegExp(`(?:${SECRET_WORD})["']?\\s{0,4}[=:]\\s{0,4}["']?([^\\s"',;&)}\\]]{3,4096})`, 'gi'),
    group: 1,
    accepts: (v) => !PSEUDONYM.test(v),
  },
  {
    kind: 'secret',
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,255}\b|\bxox[abprs]-[\w-]{10,255}|\bsk-[\w-]{20,255}|\bAIza[\w-]{35}\b|\bglpat-[\w-]{20,64}/g,
  },
  { kind: 'email', pattern: /[\w.+%-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi },
  { kind: 'uuid', pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi },
  { kind: 'mac', pattern: /\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi },
  {
    kind: 'ip',
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\d.]*\d)/g,
  },
  {
    kind: 'ip',
    pattern:
      /(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])/gi,
  },
  {
    kind: 'card',
    pattern: /(?<![\w-])(?:4\d{3}|5[1-5]\d\d|6011)([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w-])/g,
    accepts: hasValidCheckDigit,
  },
  { kind: 'card', pattern: /(?<![\w-])3[47]\d\d([ -]?)\d{6}\1\d{5}(?![\w-])/g, accepts: hasValidCheckDigit },
  { kind: 'card', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, accepts: isIban },
  { kind: 'phone', pattern: /(?<![\w.+])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){2,4}(?![\w.])/g },
  { kind: 'card', pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g },
  { kind: 'user', pattern: /(?:\/home\/|\/Users\/|\\Users\\|\\\\Users\\\\)([\w.-]{1,64})/g, group: 1 },
  {
    kind: 'user',
    pattern:
      /\b(?:user(?:[_-]?name|[_-]?id)?|login|account|owner|uname|ruser|usr)["']?\s{0,2}[=:]\s{0,2}["']?([\w.@-]{1,128})/gi,
    group: 1,
  },
  { kind: 'user', pattern: /\b(?:for|invalid|failed|closed|opened) (?:invalid )?user ([\w.@-]{1,128})/gi, group: 1 },
  { kind: 'user', pattern: /\b(?:Accepted|Failed) [\w/-]{1,32} for (?!invalid )([\w.@-]{1,128}) from\b/g, group: 1 },
  {
    kind: 'host',
    pattern:
      /(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|internal|local|lan|corp|intra|cloud|edu|gov|eu|de|uk|fr|ch|nl|cn|jp|ru|br|in)(?![\w-]|\.\w)/gi,
  },
  { kind: 'secret', pattern: /(?<![\w/+.-])[A-Za-z0-9_-]{32,512}={0,2}(?![\w/+-])/g, accepts: looksRandom },
];

/** What `redact` writes; never replaced again. */
const PSEUDONYM = /^(?:ip|mac|email|user|host|uuid|secret|card|phone)-[0-9a-f]{8}$/;
/** Names this short or this common say nothing about a person and stand in words everywhere. */
const MIN_NAME_LENGTH = 3;
const COMMON_NAMES = new Set([
  'root',
  'localhost',
  'unknown',
  'none',
  'null',
  'true',
  'false',
  'admin',
  'test',
  'system',
  'info',
]);
/** Replaced values kept for the leak check; beyond it the check is a sample. */
const MAX_REMEMBERED = 200_000;

export interface RedactorOptions {
  /** Secret of the case; pseudonyms of two cases cannot be joined. */
  readonly key: string;
  /** Host names the case knows: replaced wherever they stand as a word. */
  readonly hosts?: readonly string[];
}

export function createRedactor(options: RedactorOptions): Redactor {
  const replaced = new Set<string>();
  const hosts = (options.hosts ?? []).filter(
    (host) => host.length >= MIN_NAME_LENGTH && !COMMON_NAMES.has(host.toLowerCase()),
  );
  const hostNames = wordMatcher(hosts);
  const pseudonym = (kind: PseudonymKind, value: string) => {
    if (replaced.size < MAX_REMEMBERED) replaced.add(value);
    return `${kind}-${createHmac('sha256', options.key).update(`${kind}:${value.toLowerCase()}`).digest('hex').slice(0, 8)}`;
  };
  const redact = (text: string) => {
    const withoutHosts = hostNames === null ? text : text.replace(hostNames, (host) => pseudonym('host', host));
    return RULES.reduce((current, rule) => applyRule(current, rule, pseudonym), withoutHosts);
  };
  return {
    redact,
    pseudonym,
    assertClean: (text) => {
      const leak =
        findLeak(text, replaced) ?? (redact(text) === text ? null : 'a value that should have been replaced');
      if (leak !== null)
        throw new ReportError(
          'report.leak',
          'The redacted report still holds personal data; it was not written. Please report this.',
        );
    },
  };
}

function applyRule(text: string, rule: Rule, pseudonym: Redactor['pseudonym']): string {
  const { kind, pattern, group, accepts } = rule;
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const value = group === undefined ? match : (rest[group - 1] as string | undefined);
    if (value === undefined || PSEUDONYM.test(value) || accepts?.(value) === false) return match;
    if (kind === 'user' && COMMON_NAMES.has(value.toLowerCase())) return match;
    if (group === undefined) return pseudonym(kind, value);
    const at = match.lastIndexOf(value);
    return match.slice(0, at) + pseudonym(kind, value) + match.slice(at + value.length);
  });
}

/** Long values only: a short one may stand in other words by chance. */
function findLeak(text: string, replaced: ReadonlySet<string>): string | null {
  for (const value of replaced) {
    if (value.length >= 8 && text.includes(value)) return value;
  }
  return null;
}

function wordMatcher(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const longestFirst = words.toSorted((a, b) => b.length - a.length).slice(0, 5000);
  return new RegExp(`(?<![\\w.-])(?:${longestFirst.map((word) => escapeRegex(word)).join('|')})(?![\\w-])`, 'g');
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Luhn, for card numbers. */
function hasValidCheckDigit(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the number modulo 97 is 1. */
function isIban(value: string): boolean {
  const compact = value.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  const moved = compact.slice(4) + compact.slice(0, 4);
  let rest = 0;
  for (const char of moved) {
    const digits = /\d/.test(char) ? char : String(char.charCodeAt(0) - 55);
    rest = Number(`${rest}${digits}`) % 97;
  }
  return rest === 1;
}

/** Upper case, lower case and digits in one long run, as keys have and words do not. */
function looksRandom(value: string): boolean {
  return (
    /[A-Z]/.test(value) && /[a-z]/.test(value) && (value.match(/\d/g)?.length ?? 0) >= 4 && !/[a-z]{12}/.test(value)
  );
}
