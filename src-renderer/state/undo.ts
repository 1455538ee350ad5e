import { create } from 'zustand';

/** One change that can be taken back. */
export interface UndoStep {
  /** What is undone, for the palette: "filter", "threshold". */
  readonly label: string;
  readonly undo: () => void;
}

interface UndoState {
  readonly steps: readonly UndoStep[];
  push(step: UndoStep): void;
  /** Takes back the newest change; nothing happens when there is none. */
  undo(): void;
  clear(): void;
}

const MAX_STEPS = 100;

export const useUndo = create<UndoState>()((set, get) => ({
  steps: [],
  push: (step) => set(({ steps }) => ({ steps: [...steps, step].slice(-MAX_STEPS) })),
  undo: () => {
    const step = get().steps.at(-1);
    if (step === undefined) return;
    set(({ steps }) => ({ steps: steps.slice(0, -1) }));
    step.undo();
  },
  clear: () => set({ steps: [] }),
}));
