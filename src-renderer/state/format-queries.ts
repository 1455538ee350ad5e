import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo, useQuality } from './case-queries.ts';
import type { SampleLines } from './format-draft.ts';
import { useOpenActions } from './open-actions.ts';
import { usePanelQuery } from './panel-visibility.ts';

const MAX_LINES = 200;

/** The user's formats, those only this case holds among them, then the built-in ones. */
export function useFormats() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  return usePanelQuery({
    queryKey: ['formats', 'list', caseId],
    queryFn: ({ signal }) => rpc.formats.list(inCase(caseId), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One format with its text. */
export function useFormat(name: string | null) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  return usePanelQuery({
    queryKey: ['formats', 'get', caseId, name],
    enabled: name !== null,
    queryFn: ({ signal }) => rpc.formats.get({ name: name ?? '', ...inCase(caseId) }, { signal }),
    placeholderData: (previous) => (previous?.name === name ? previous : undefined),
  });
}

/** The format the lines tried by default were read with, the first file's; null when there is none, undefined while it is asked for. */
export function useUsedFormat(): string | null | undefined {
  const quality = useQuality();
  return quality.isLoading ? undefined : (quality.data?.files[0]?.format ?? null);
}

/** What a text makes of lines: those of a source of the open case (its first one by default), or pasted ones. */
export function useFormatPreview(text: string | null, lines: SampleLines) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const first = useCaseInfo().data?.sources[0]?.sourceId ?? null;
  const sourceId = lines.kind === 'source' ? (lines.sourceId ?? first) : null;
  const sample =
    lines.kind === 'pasted'
      ? { lines: pastedLines(lines.text) }
      : caseId === null || sourceId === null
        ? { lines: [] }
        : { source: { caseId, sourceId, fromLine: lines.fromLine } };
  return usePanelQuery({
    queryKey: ['format-preview', text, sample],
    enabled: text !== null,
    queryFn: ({ signal }) => rpc.formats.preview({ text: text ?? '', ...sample }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

/** Reads the files of the open case again by a format, into a new case that is then shown. With several files only one. */
export function useReadWith() {
  const { rpc } = useBackend();
  const { openCase } = useOpenActions();
  const info = useCaseInfo().data;
  return useCallback(
    async (format: string, lines: SampleLines) => {
      if (info === undefined) return;
      const { sources, summary } = info;
      const chosen = lines.kind === 'source' ? lines.sourceId : null;
      const one = sources.length > 1 ? sources.find(({ sourceId }) => sourceId === chosen) : undefined;
      const place =
        one === undefined
          ? null
          : { path: one.absolutePath ?? one.path, ...(one.member === null ? {} : { member: one.member }) };
      const options = place === null ? { format } : { sources: [{ ...place, format }] };
      const { caseId } = await rpc.jobs.startReread({ caseId: summary.caseId, options });
      await openCase(caseId);
    },
    [rpc, openCase, info],
  );
}

export function pastedLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .slice(0, MAX_LINES);
}

/** Changes of the user's formats; each ends with the lists asked for again, and rejects with the reason when refused. */
export function useFormatActions() {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  return useMemo(() => {
    const changing = async <T>(work: Promise<T>): Promise<T> => {
      const done = await work;
      await client.invalidateQueries({ queryKey: ['formats'] });
      return done;
    };
    return {
      save: (text: string, formerName: string | null) =>
        changing(
          rpc.formats.save({
            text,
            replaces: false,
            ...(formerName === null ? {} : { formerName }),
            ...inCase(caseId),
          }),
        ),
      remove: (name: string) => changing(rpc.formats.remove({ name })),
      importText: (text: string) => changing(rpc.formats.import({ text })),
    };
  }, [rpc, client, caseId]);
}

function inCase(caseId: string | null): { caseId?: string } {
  return caseId === null ? {} : { caseId };
}
