import { create } from 'zustand';

/** Key of the format that is not saved yet. */
export const NEW_FORMAT = '*new';

/** Lines a format is tried on. */
export type SampleLines =
  | { readonly kind: 'source'; readonly sourceId: number | null; readonly fromLine: number }
  | { readonly kind: 'pasted'; readonly text: string };

/** What the formats panel looks at, and what was typed there and not saved. */
interface FormatDraftState {
  /** Name of a format, or `NEW_FORMAT`; null picks the one the case was read with. */
  readonly picked: string | null;
  /** Unsaved text by format. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly lines: SampleLines;
  pick(name: string | null): void;
  edit(name: string, text: string): void;
  discard(name: string): void;
  setLines(lines: SampleLines): void;
}

export const useFormatDraft = create<FormatDraftState>()((set) => ({
  picked: null,
  drafts: {},
  lines: { kind: 'source', sourceId: null, fromLine: 1 },
  pick: (picked) => set({ picked }),
  edit: (name, text) => set(({ drafts }) => ({ drafts: { ...drafts, [name]: text } })),
  discard: (name) =>
    set(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== name)) })),
  setLines: (lines) => set({ lines }),
}));
