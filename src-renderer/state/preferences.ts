import { create } from 'zustand';
import type { Settings } from '#shared/contract/app.ts';
import type { TimeZoneMode } from '../ui/time.ts';

export type ColorSchemeChoice = Settings['colorScheme'];

/** Settings shared by every window of this user; loaded from the engine, changed at once and saved behind. */
export interface PreferencesState {
  readonly colorScheme: ColorSchemeChoice;
  readonly zone: TimeZoneMode;
  readonly keymap: Readonly<Record<string, string>>;
  /** Saves a change; set by the composition root. */
  readonly save: (patch: Partial<Settings>) => void;
  load(settings: Settings): void;
  connect(save: (patch: Partial<Settings>) => void): void;
  setColorScheme(colorScheme: ColorSchemeChoice): void;
  setZone(zone: TimeZoneMode): void;
  setKey(commandId: string, chord: string | null): void;
}

const noSave = () => {};

export const usePreferences = create<PreferencesState>()((set, get) => ({
  colorScheme: 'auto',
  zone: 'utc',
  keymap: {},
  save: noSave,
  load: (settings) => set({ colorScheme: settings.colorScheme, zone: settings.timeZone, keymap: settings.keymap }),
  connect: (save) => set({ save }),
  setColorScheme: (colorScheme) => {
    set({ colorScheme });
    get().save({ colorScheme });
  },
  setZone: (zone) => {
    set({ zone });
    get().save({ timeZone: zone });
  },
  setKey: (commandId, chord) => {
    const { [commandId]: _old, ...rest } = get().keymap;
    const keymap = chord === null ? rest : { ...rest, [commandId]: chord };
    set({ keymap });
    get().save({ keymap });
  },
}));
