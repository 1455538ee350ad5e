import { implement } from '@orpc/server';
import { type FormatPreview, MAX_PREVIEW_LINE, MAX_PREVIEW_LINES } from '#shared/contract/formats.ts';
import { contract } from '#shared/contract/index.ts';
import { readFormatFile } from '../../pipelines/formats/format-folder.ts';
import { previewText, type TextPreview } from '../../pipelines/formats/preview-text.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';
import { FormatLibrary } from '../formats/format-library.ts';

export function formatHandlers(context: ServiceContext) {
  const { home, sessions } = context;
  const os = implement(contract.formats);
  const library = (caseId?: string): FormatLibrary =>
    new FormatLibrary(home.homeDir, caseId === undefined ? null : sessions.dirOf(caseId));
  return {
    list: os.list.handler(({ input }) => library(input.caseId).list()),
    get: os.get.handler(({ input }) => library(input.caseId).get(input.name)),
    preview: os.preview.handler(async ({ input, signal }) => {
      const lines = input.source === undefined ? [] : await readSourceLines(context, input.source, signal);
      return describePreview(previewText(input.text, [...lines, ...(input.lines ?? [])].slice(0, MAX_PREVIEW_LINES)));
    }),
    save: os.save.handler(({ input }) => library(input.caseId).save(input.text, input)),
    remove: os.remove.handler(async ({ input }) => ({ isRemoved: await library().remove(input.name) })),
    import: os.import.handler(({ input }) =>
      library().import('text' in input ? input.text : readFormatFile(input.path), input.replaces),
    ),
  };
}

function readSourceLines(
  { sessions }: ServiceContext,
  { caseId, sourceId, fromLine }: { readonly caseId: string; readonly sourceId: number; readonly fromLine: number },
  signal?: AbortSignal,
): Promise<string[]> {
  return sessions.use(caseId, async (session) => {
    const { reader } = await CaseReading.of(session);
    const lines = await reader.linesAround(sourceId, fromLine, 0, MAX_PREVIEW_LINES - 1, signal);
    return lines.map(({ text }) => text.slice(0, MAX_PREVIEW_LINE));
  });
}

function describePreview({ lines, issues, ...rest }: TextPreview): FormatPreview {
  const count = (...kinds: readonly string[]): number => lines.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    ...rest,
    issues: [...issues],
    lines: lines.map(({ fields, ...line }) => ({ ...line, fields: fields === null ? null : withoutLine(fields) })),
    counts: {
      events: count('event'),
      continuations: count('continuation'),
      unmatched: count('unmatched'),
      others: count('structural', 'blank'),
    },
  };
}

function withoutLine<T extends { readonly line: string }>({ line: _line, ...fields }: T): Omit<T, 'line'> {
  return fields;
}
