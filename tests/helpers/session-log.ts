import { Random } from '../../src-main/models/random.ts';

export interface SessionLog {
  readonly log: string;
  /** `session,label`, every session. */
  readonly labels: string;
  readonly sessions: number;
  readonly events: number;
}

export interface SessionLogOptions {
  readonly sessions: number;
  readonly seed: number;
  /** The last so many sessions fail: no payment, an error instead. */
  readonly odd?: number;
  /** Number of the first session. */
  readonly first?: number;
  /** Day of May 2024 the log starts on. */
  readonly day?: number;
}

/** Orders of a shop, one session each (`req-<number>`), a few seconds apart; usual ones repeat a handful of patterns. */
export function makeSessionLog({ sessions, seed, odd = 0, first = 1, day = 1 }: SessionLogOptions): SessionLog {
  const random = new Random(seed);
  const lines: string[] = [];
  const labels = ['session,label'];
  let ms = Date.UTC(2024, 4, day);
  for (let i = 0; i < sessions; i++) {
    const isOdd = i >= sessions - odd;
    const id = `req-${first + i}`;
    const say = (level: string, message: string): void => {
      ms += 20 + random.below(200);
      lines.push(`${new Date(ms).toISOString()} ${level} [shop] order ${id} ${message}`);
    };
    say('INFO', `received from 10.0.${random.below(9)}.${random.below(250)}`);
    const items = 1 + random.below(3);
    for (let item = 0; item < items; item++)
      say('INFO', `reserved item ${random.below(5000)} on shelf ${random.below(40)}`);
    if (isOdd) say('ERROR', `was refused by the bank after ${random.below(9)} tries`);
    else say('INFO', `paid ${1 + random.below(900)} cents`);
    if (!isOdd && random.below(4) === 0) say('INFO', 'asked for a receipt');
    say('INFO', isOdd ? 'closed without payment' : 'shipped');
    ms += 1000 + random.below(3000);
    labels.push(`${id},${isOdd ? 1 : 0}`);
  }
  return { log: `${lines.join('\n')}\n`, labels: `${labels.join('\n')}\n`, sessions, events: lines.length };
}
