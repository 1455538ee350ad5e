import { ContractError } from '#shared/base/errors.ts';
import type { FormatDetail, FormatListing, FormatPreview } from '#shared/contract/formats.ts';

const BUILT_IN: FormatDetail = {
  name: 'iso-level',
  title: 'ISO time, level, service',
  origin: 'built-in',
  engine: 'pattern',
  samples: ['2026-06-21T00:00:00.000Z INFO api-gateway ready'],
  issues: [],
  text: "name: iso-level\npattern: '{time:%+} {level} {service} {message}'\n",
  path: null,
};

/** Log formats of a made-up home: kept as they are saved, and every line is an event to them. */
export function createFakeFormats() {
  const own = new Map<string, string>();
  const detail = (name: string, text: string): FormatDetail => ({
    ...BUILT_IN,
    name,
    title: name,
    origin: 'home',
    samples: [],
    text,
    path: `/home/sre/.local/share/log-sentinel/formats/${name}.yaml`,
  });
  const all = (): FormatDetail[] => [...[...own].map(([name, text]) => detail(name, text)), BUILT_IN];
  const nameOf = (text: string): string => /^name: *(\S+)/m.exec(text)?.[1] ?? 'unnamed';
  return {
    list: async (): Promise<FormatListing[]> => all().map(({ text: _text, path: _path, ...listing }) => listing),
    get: async ({ name }: { name: string }) => {
      const found = all().find((format) => format.name === name);
      if (found === undefined) throw new ContractError('ingest.not-found', `There is no log format "${name}".`);
      return found;
    },
    preview: async ({ text, lines = [] }: { text: string; lines?: string[] }): Promise<FormatPreview> => ({
      name: nameOf(text),
      issues: [],
      isReadable: true,
      lines: lines.map((line) => ({ line, kind: 'event', hasBadTime: false, fields: eventOf(line) })),
      counts: { events: lines.length, continuations: 0, unmatched: 0, others: 0 },
    }),
    save: async ({ text, formerName }: { text: string; formerName?: string }) => {
      if (formerName !== undefined) own.delete(formerName);
      own.set(nameOf(text), text);
      return detail(nameOf(text), text);
    },
    remove: async ({ name }: { name: string }) => ({ isRemoved: own.delete(name) }),
    import: async ({ text = '' }: { text?: string }) => {
      own.set(nameOf(text), text);
      return [{ name: nameOf(text), notes: [], issues: [] }];
    },
  };
}

function eventOf(content: string) {
  const absent = { time: null, severityText: null, service: null, host: null, component: null, attributes: null };
  return { ...absent, severity: 0, content };
}
