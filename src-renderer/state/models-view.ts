import { create } from 'zustand';

export const MODEL_TABS = ['version', 'evaluation', 'drift', 'compare'] as const;
export type ModelTab = (typeof MODEL_TABS)[number];

/** What the models panel looks at. */
interface ModelsViewState {
  /** `name:number`; null follows the newest champion. */
  readonly picked: string | null;
  readonly tab: ModelTab;
  /** `name:number` the picked version is compared with; null for the one that suggests itself. */
  readonly other: string | null;
  /** Latest comparison asked for, with the pair it is about. */
  readonly comparison: { readonly jobId: string; readonly first: string; readonly second: string } | null;
  pick(reference: string): void;
  setTab(tab: ModelTab): void;
  setOther(reference: string | null): void;
  setComparison(comparison: ModelsViewState['comparison']): void;
}

export const useModelsView = create<ModelsViewState>()((set) => ({
  picked: null,
  tab: 'version',
  other: null,
  comparison: null,
  pick: (picked) => set({ picked }),
  setTab: (tab) => set({ tab }),
  setOther: (other) => set({ other }),
  setComparison: (comparison) => set({ comparison }),
}));
