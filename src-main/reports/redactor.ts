import { createHmac } from 'node:crypto';
import { ReportError } from '#shared/base/errors.ts';

/**
 * Replaces personal data and secrets by pseudonyms: the same value has the same pseudonym in every report made with the
 * same key, and nothing can be computed back from it. Known limits: values split over lines, encoded twice, or spelt in
 * words are not found.
 */
export interface Redactor {
  redact(text: string): string;
  /** Remembers the names in a text, so that `redact` also finds them where nothing around them tells what they are. */
  learn(text: string): void;
  /** Like `redact`, for a whole value that is known to be a name (a host, a user). */
  pseudonym(kind: PseudonymKind, value: string): string;
  /** @throws ReportError `report.leak` when something that should have been replaced still stands in the text. */
  assertClean(text: string): void;
  /** The cheap part of `assertClean`, for millions of lines: names that are known. */
  assertNoLearnt(text: string): void;
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
/** A word as names are written; learnt names are looked up among these. */
const WORD = /[\w-]+(?:\.[\w-]+)*/g;
const WHOLE_WORD = /^[\w-]+(?:\.[\w-]+)*$/;
const MIN_PLAIN_NAME = 5;
const MIN_MARKED_NAME = 3;
/** Words that follow "user" or stand as hosts in ordinary text: replacing them everywhere would spoil every line. */
const COMMON_WORDS = new Set(
  (
    'root localhost unknown none null true false admin test system info user users guest nobody daemon default service ' +
    'server client session account login logged found invalid failed failure error missing denied added removed created ' +
    'deleted updated request requests agent name names data process thread worker password token authentication ' +
    'successfully undefined anonymous group local remote internal public private'
  ).split(' '),
);
/** Names remembered over the whole report; beyond it later ones are replaced only where a rule sees them. */
const MAX_LEARNT = 200_000;

export interface RedactorOptions {
  /** Secret of the case; pseudonyms of two cases cannot be joined. */
  readonly key: string;
  /** Host names the case knows: replaced wherever they stand as a word. */
  readonly hosts?: readonly string[];
}

export function createRedactor(options: RedactorOptions): Redactor {
  const learnt = new Map<string, string>();
  const pseudonym = (kind: PseudonymKind, value: string) => {
    const digest = createHmac('sha256', options.key).update(`${kind}:${value.toLowerCase()}`).digest('hex');
    const name = `${kind}-${digest.slice(0, 8)}`;
    if (isLearnable(kind, value) && learnt.size < MAX_LEARNT && !learnt.has(value)) learnt.set(value, name);
    return name;
  };
  const replaceLearnt = (text: string) => text.replace(WORD, (word) => learnt.get(word) ?? word);
  const applyRules = (text: string) => RULES.reduce((current, rule) => applyRule(current, rule, pseudonym), text);
  for (const host of options.hosts ?? []) pseudonym('host', host);
  return {
    learn: (text) => void applyRules(text),
    redact: (text) => replaceLearnt(applyRules(replaceLearnt(text))),
    pseudonym,
    assertClean: (text) => {
      const isLeak = replaceLearnt(text) !== text || applyRules(text) !== text;
      if (isLeak) throw new ReportError('report.leak', LEAK_MESSAGE);
    },
    assertNoLearnt: (text) => {
      if (replaceLearnt(text) !== text) throw new ReportError('report.leak', LEAK_MESSAGE);
    },
  };
}

const LEAK_MESSAGE = 'The redacted report still holds personal data; it was not written. Please report this.';

/** Names of people and machines, and secrets, are replaced wherever they stand once they were seen in their context. */
function isLearnable(kind: PseudonymKind, value: string): boolean {
  if (kind !== 'user' && kind !== 'host' && kind !== 'secret') return false;
  if (!WHOLE_WORD.test(value) || /^\d+$/.test(value) || COMMON_WORDS.has(value.toLowerCase())) return false;
  return value.length >= (/[\d._-]/.test(value) ? MIN_MARKED_NAME : MIN_PLAIN_NAME);
}

function applyRule(text: string, rule: Rule, pseudonym: Redactor['pseudonym']): string {
  const { kind, pattern, group, accepts } = rule;
  return text.replace(pattern, (match: string, ...rest: unknown[]) => {
    const value = group === undefined ? match : (rest[group - 1] as string | undefined);
    if (value === undefined || PSEUDONYM.test(value) || accepts?.(value) === false) return match;
    if (kind === 'user' && COMMON_WORDS.has(value.toLowerCase())) return match;
    if (group === undefined) return pseudonym(kind, value);
    const at = match.lastIndexOf(value);
    return match.slice(0, at) + pseudonym(kind, value) + match.slice(at + value.length);
  });
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

/** Upper case, lower case and digits mixed in one long run without separators, as keys have and compound names do not. */
function looksRandom(value: string): boolean {
  const runs = value.match(/[A-Za-z0-9]{16,}/g) ?? [];
  return runs.some(
    (run) => /[A-Z]/.test(run) && /[a-z]/.test(run) && (run.match(/\d/g)?.length ?? 0) >= 3 && !/[a-z]{12}/.test(run),
  );
}
