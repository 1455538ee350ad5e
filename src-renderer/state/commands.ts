import { useEffect } from 'react';
import { create } from 'zustand';
import { useLatest } from '../ui/use-latest.ts';

/** One thing the user can do; the palette, the keys and the `?` sheet all read this list and nothing else. */
export interface Command {
  /** Stable: what a changed key is stored under. */
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** Chords in tinykeys' notation: `$mod+k`, `[Shift]+?`, `j`. */
  readonly keys?: readonly string[];
  /** Keys that also work while typing in a field. */
  readonly isGlobal?: boolean;
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

export const COMMAND_GROUPS = [
  'Go to',
  'Filter',
  'Events',
  'Incidents',
  'Timeline',
  'Templates',
  'Models',
  'Panels',
  'View',
  'File',
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

interface CommandState {
  readonly commands: ReadonlyMap<string, Command>;
  /** Adds commands until the returned function is called; a later command of the same id wins meanwhile. */
  register(commands: readonly Command[]): () => void;
}

export const useCommandStore = create<CommandState>()((set) => ({
  commands: new Map(),
  register: (added) => {
    set(({ commands }) => ({ commands: new Map([...commands, ...added.map((one) => [one.id, one] as const)]) }));
    return () =>
      set(({ commands }) => ({
        commands: new Map(
          [...commands].filter(([id, command]) => !added.some((one) => one.id === id && one === command)),
        ),
      }));
  },
}));

/** Registers commands for as long as the component is mounted; `run` always sees the newest props. */
export function useCommands(commands: readonly Command[]): void {
  const newest = useLatest(commands);
  const register = useCommandStore((state) => state.register);
  const shape = commands.map((one) => `${one.id}|${one.title}|${one.keys?.join(' ') ?? ''}`).join('\n');
  useEffect(() => {
    if (shape === '') return;
    const find = (id: string) => newest.current.find((one) => one.id === id);
    return register(
      newest.current.map((one) => ({
        ...one,
        run: () => find(one.id)?.run(),
        isEnabled: () => find(one.id)?.isEnabled?.() ?? true,
      })),
    );
  }, [register, newest, shape]);
}

/** Chords in force: the user's own where set, else the command's. */
export function keysOf(command: Command, keymap: Readonly<Record<string, string>>): readonly string[] {
  const own = keymap[command.id];
  return own === undefined ? (command.keys ?? []) : own === '' ? [] : [own];
}

export function isRunnable(command: Command): boolean {
  return command.isEnabled?.() ?? true;
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: 'Enter',
};

/** A chord as printed on keys: `$mod+k` gives `Ctrl K` (`⌘ K` on a Mac); optional modifiers are left out. */
export function chordLabels(chord: string, isMac: boolean): readonly string[] {
  return chord
    .split(/(?<=\w|\])\+/)
    .filter((part) => !/^\[.+\]$/.test(part))
    .map((part) => {
      if (part === '$mod') return isMac ? '⌘' : 'Ctrl';
      if (part.length === 1) return chord.startsWith('Shift+') || chord.includes('$mod') ? part.toUpperCase() : part;
      return KEY_NAMES[part] ?? part;
    });
}
