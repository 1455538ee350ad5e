import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mineTemplates } from '../../../../src-main/parsing/template-miner.ts';
import { templateIdOf } from '../../../../src-main/parsing/write-table.ts';
import { scoreTemplates } from '../../../../src-shared/metrics/grouping-accuracy.ts';
import { mineContents } from '../../../helpers/parsing.ts';

function textsOf(contents: readonly string[]): string[] {
  return mineContents(contents).table.templates.map((template) => template.text);
}

const verbs = 'created deleted updated fetched cached expired retried dropped queued sent merged opened closed'.split(
  ' ',
);
const nouns = 'order user session payment invoice cart token lease shard index bucket worker batch message'.split(' ');
const people = Array.from(
  { length: 120 },
  (_, i) => `${'bcdfghklmn'[i % 10]}${'aeiou'[i % 5]}${'rstvz'[i % 3]}${'abcdefghijkl'[i % 12]}n`,
);

/** Repeatable small numbers. */
function counter(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

/** Any code point; much cheaper to set up than the library's own unit. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point).toWellFormed());

describe('mineTemplates', () => {
  it('makes one wildcard of a value and its unit only when they vary together', () => {
    expect(textsOf(['sent 5 bytes ok', 'sent 7 bytes ok'])).toEqual(['sent <*> bytes ok']);
    expect(textsOf(['sent 5 bytes ok', 'sent 7000 bytes (6.8 KB) ok'])).toEqual(['sent <*> ok']);
  });

  it('keeps a suspect that never changes as text', () => {
    expect(textsOf(['level=warn unit com.example.db id 5', 'level=warn unit com.example.db id 6'])).toEqual([
      'level=warn unit com.example.db id <*>',
    ]);
  });

  it('opens values behind keys, in quotes and with digits in them', () => {
    expect(textsOf(['tag="a b", on eth0 name=x', 'tag="c", on eth1 name=y'])).toEqual(['tag="<*>", on <*> name=<*>']);
  });

  it('reads a long quoted text as words while it has few forms, as one value when it has many', () => {
    const agents = Array.from({ length: 14 }, (_, i) => `Agent/${i}.0 (${people[i]}; like ${'x '.repeat(i)}Gecko)`);
    const lines = agents.flatMap((agent) => ['GET', 'POST'].map((verb) => `"${verb} /a/b HTTP/1.1" 200 "${agent}"`));
    expect(textsOf(lines)).toEqual(['"GET <*> HTTP/<*>" <*> "<*>"', '"POST <*> HTTP/<*>" <*> "<*>"']);
    expect(textsOf(lines.slice(0, 4))).toHaveLength(4);
  });

  it('takes lists of any length as one wildcard', () => {
    expect(textsOf(['delete 1 2 3', 'delete 4', 'delete 5 6'])).toEqual(['delete <*>']);
  });

  it('keeps messages apart that differ in plain words', () => {
    const contents = ['Paused', 'Resumed', 'Started', 'Stopped'].map((word) => `[7] VM ${word} (event)`);
    expect(textsOf(contents)).toHaveLength(4);
    expect(textsOf(['getMode...', 'isMusicActive...', 'closeQs'])).toHaveLength(3);
  });

  it('opens a column of many words seen once, and joins words that are values elsewhere', () => {
    const failed = people.slice(0, 12).map((name) => `Invalid login of ${name} from 10.0.0.1`);
    const locked = people.slice(0, 2).map((name) => `Account locked of ${name} today`);
    expect(textsOf([...failed, ...locked])).toEqual(['Invalid login of <*> from <*>', 'Account locked of <*> today']);
  });

  it('opens the word behind "user"', () => {
    expect(textsOf(['session opened for user ann', 'session opened for user bob'])).toEqual([
      'session opened for user <*>',
    ]);
  });

  it('opens joined names inside a sentence, not states and first words', () => {
    const statements = ['cart_items', 'user_by_id', 'orders_by_user'].map(
      (name) => `Statement ${name} returned 3 rows`,
    );
    expect(textsOf(statements)).toEqual(['Statement <*> returned <*> rows']);
    const calls = ['page_list_start', 'page_map_open', 'page_save_all'].map((name) => `${name} took 3 ms overall`);
    expect(textsOf(calls)).toHaveLength(3);
  });

  it('opens several columns at once where no two lines share a value', () => {
    const next = counter(3);
    const contents = Array.from({ length: 600 }, () => {
      const verb = verbs[next(4)];
      return `Agent ${people[next(120)]} ${verb} the parcel near ${people[next(120)]}`;
    });
    expect(textsOf(contents).toSorted()).toEqual(
      verbs
        .slice(0, 4)
        .map((verb) => `Agent <*> ${verb} the parcel near <*>`)
        .toSorted(),
    );
  });

  it('neither collapses nor explodes a key=value log of many templates', () => {
    const next = counter(7);
    const kinds = verbs.flatMap((verb) => nouns.map((noun) => ({ verb, noun })));
    const lines = Array.from({ length: 1000 }, () => kinds[next(kinds.length)] as (typeof kinds)[number]);
    const forms: ((kind: (typeof kinds)[number]) => string)[] = [
      ({ verb, noun }) => `${noun} ${verb}`,
      ({ verb, noun }) => `component=${noun} action=${verb}`,
      ({ verb, noun }) => `level=info msg="${noun} ${verb}"`,
      ({ verb, noun }) => `event=${noun}_${verb}_${nouns.indexOf(noun)}`,
    ];
    for (const form of forms) {
      const contents = lines.map(
        (kind) =>
          `${form(kind)} id=${next(90_000)} owner=${people[next(120)]} ip=10.0.0.${next(250)} took=${next(900)}ms`,
      );
      const { events } = mineContents(contents);
      const scores = scoreTemplates(
        lines.map(({ verb, noun }) => `${noun} ${verb}`),
        { groupIds: events.map((event) => event.templateId), templates: null },
      );
      expect(scores.groupingAccuracy).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('has neither a shape nor a template for each free text or name behind a key', () => {
    const next = counter(11);
    const keys = 'host code path user reason zone owner queue'.split(' ');
    const text = (): string => Array.from({ length: 1 + next(5) }, () => verbs[next(verbs.length)]).join(' ');
    const values = [text, text, () => people[next(people.length)] as string, () => `${next(9000)}`];
    const kinds = Array.from({ length: 40 }, () => {
      const own = keys.filter(() => next(2) === 0).map((key) => ({ key, isQuoted: next(3) === 0, kind: next(4) }));
      return own.length < 2 ? [{ key: 'rest', isQuoted: true, kind: 0 }, ...own] : own;
    });
    const lines = Array.from({ length: 6000 }, () => next(kinds.length));
    const pairs = (line: number): string[] =>
      (kinds[line] ?? []).map(({ key, isQuoted, kind }) => {
        const value = (values[kind] as () => string)();
        return isQuoted || value.includes(' ') ? `${key}="${value}"` : `${key}=${value}`;
      });
    const { events, shapes } = mineContents(lines.map((line) => `level=info ${pairs(line).join(' ')}`));
    const signature = (line: number): string => (kinds[line] ?? []).map(({ key }) => key).join(' ');
    const scores = scoreTemplates(lines.map(signature), {
      groupIds: events.map(({ text: template }) => template.replaceAll('"', '')),
      templates: null,
    });
    expect(scores.groupingAccuracy).toBe(1);
    expect(shapes.length).toBeLessThan(600);
  });

  it('takes free text for the value of a frequent template only where many rare ones show it', () => {
    const next = counter(5);
    const usual = Array.from({ length: 3000 }, (_, i) => `kept job [${i}] was moved here: ok`);
    const text = (_: unknown, i: number): string => {
      const words = Array.from({ length: 2 + (i % 5) }, () => verbs[next(verbs.length)]);
      return `kept job [${words.join(' ')}] was moved here: ok`;
    };
    expect(textsOf([...usual, ...Array.from({ length: 45 }, text)])).toEqual(['kept job [<*>] was moved here: ok']);
    const lists = ['kept job [5 6] was moved here: ok', 'kept job [5 6 7] was moved here: ok'];
    expect(textsOf([...usual, ...lists])).toHaveLength(1);
    const few = Array.from({ length: 6 }, text);
    expect(textsOf([...usual, ...few]).length).toBeGreaterThan(3);
  });

  it('lets blanks at the end and empty brackets not split a template', () => {
    expect(textsOf(['from 10.0.0.1 () done', 'from 10.0.0.1 (5) done', 'from 10.0.0.1 (5) done '])).toHaveLength(1);
  });

  it('derives the id from the text only, and keeps known ids: they are stored in cases', () => {
    const [template] = mineContents(['took 12 ms']).table.templates;
    expect(template?.templateId).toBe(templateIdOf('took <*> ms'));
    expect(templateIdOf('took <*> ms')).toBe('2ca1cb43c2874728');
    const other = mineContents(['something else', 'took 1 ms', 'took 99 ms']).table.templates[1];
    expect(other).toEqual(template);
  });

  it('names what a wildcard mostly holds', () => {
    const [template] = mineContents(['peer 10.0.0.1 took 5ms', 'peer 10.0.0.2 took 6ms']).table.templates;
    expect(template?.maskNames).toEqual(['ip', 'duration']);
    const [mixed] = mineContents(['peer x=a', 'peer x=b']).table.templates;
    expect(mixed?.maskNames).toEqual(['text']);
  });

  it('lists templates in order of first appearance and aligns every shape once', () => {
    const { table, shapes } = mineContents(['b 1', 'a x=1', 'b 2', 'c', 'a x=y']);
    expect(table.templates.map((template) => template.text)).toEqual(['b <*>', 'a x=<*>', 'c']);
    expect(table.alignments.map((alignment) => alignment.shapeId)).toEqual(shapes.map((shape) => shape.shapeId));
  });

  it('gives the same table for the same shapes', () => {
    const next = counter(11);
    const contents = Array.from({ length: 300 }, () => `${verbs[next(9)]} ${people[next(60)]} x=${nouns[next(9)]} 5`);
    const { table, shapes } = mineContents(contents);
    expect(mineTemplates(shapes)).toEqual(table);
    expect(mineTemplates(structuredClone(shapes))).toEqual(table);
  });

  it('opens what stands behind a key whose values differ elsewhere, and a text that is a value elsewhere', () => {
    const contents = [
      'start pkg=com.example.mail now',
      'start pkg=com.example.maps now',
      'stop pkg=org.other.thing late',
      'crashed in com.example.maps again',
      'crashed of com.example.chat again',
    ];
    expect(textsOf(contents)).toEqual([
      'start pkg=<*> now',
      'stop pkg=<*> late',
      'crashed in <*> again',
      'crashed of com.example.chat again',
    ]);
  });

  it('takes a rare template for the frequent one that all its messages fit', () => {
    const frequent = Array.from({ length: 4 }, (_, i) => `host-${i}.example.com:80 error : no proxy`);
    expect(textsOf([...frequent, 'wpad:80 error : no proxy'])).toEqual(['<*> error : no proxy']);
    const paths = ['/a/b', '/c/d', '/e/f'].map((path) => `cd(${path}) has failed`);
    expect(textsOf([...paths, 'cd(home) has failed'])).toEqual(['cd(<*>) has failed']);
  });

  it('keeps a rare template that says more than the frequent one, or is not rare', () => {
    const frequent = Array.from({ length: 6 }, (_, i) => `login failure of /u/${i}`);
    expect(textsOf([...frequent, 'login failure of /u/7 in zone east'])).toHaveLength(2);
    const hosts = [1, 2].map((i) => `h-${i}.example.com:80 was lost`);
    expect(textsOf([...hosts, 'wpad:80 was lost', 'wpad:81 was lost'])).toHaveLength(2);
  });

  it('never makes a catch-all: a message with a word has a template with a word', () => {
    const word = fc.constantFrom('lost', 'found', 'of', 'in', 'a-b', 'x=y', '"q"', '(c)', '7', '0x1f', '/a/b', 'k=1');
    const content = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 40 }), (contents) => {
        for (const { text, rebuilt } of mineContents(contents).events) {
          if (/(?:^| )(?:lost|found)(?: |$)/.test(rebuilt)) expect(text).toMatch(/[a-z]{2}/);
        }
      }),
    );
  });

  it('reads dots that lead from a name to its value', () => {
    const lines = ['data address....', 'store address....'].flatMap((name) =>
      ['0x1f', '7'].map((value) => name + value),
    );
    expect(textsOf(lines)).toEqual(['data address....<*>', 'store address....<*>']);
    expect(textsOf(['depth of cache......1', 'limit of cache......2', 'limit of lines......1'])).toHaveLength(3);
  });

  it('makes an empty table of no shapes', () => {
    expect(mineTemplates([])).toEqual({ templates: [], alignments: [], names: new Map() });
  });

  it('rebuilds every content exactly, with one parameter a wildcard', () => {
    const piece = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 4 }),
      fc.constantFrom('user ', 'a=', ' b', '"q r"', "'s'", '(', ')', '()', ' 5 MB', '1, 2', '<*>', '<', ':', ' ', '  '),
      fc.constantFrom(
        'key:val',
        'x.y',
        'end.',
        '[7]',
        'true',
        '{',
        '}',
        '10.0.0.1',
        '\uD800',
        '\n',
        '=',
        '==',
        ' = v',
        '\u{10000}',
      ),
    );
    const content = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').toWellFormed());
    fc.assert(
      fc.property(fc.array(content, { maxLength: 10 }), (contents) => {
        const { events, table } = mineContents(contents);
        const parts = new Map(table.templates.map((template) => [template.templateId, template.parts]));
        return events.every(({ templateId, text, parameters, rebuilt }, i) => {
          const own = parts.get(templateId) ?? [];
          return rebuilt === contents[i] && parameters.length === own.length - 1 && text === own.join('<*>');
        });
      }),
      { numRuns: 200 },
    );
  });
});
