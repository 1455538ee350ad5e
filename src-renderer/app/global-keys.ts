import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { type Command, isRunnable, keysOf, useCommandStore } from '../state/commands.ts';
import { usePreferences } from '../state/preferences.ts';
import { useWorkspace } from '../state/workspace.ts';

/** Binds every registered command's chords to the window, with the user's own keymap on top. */
export function useGlobalKeys(): void {
  const commands = useCommandStore((state) => state.commands);
  const keymap = usePreferences((state) => state.keymap);
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const command of commands.values())
      for (const chord of keysOf(command, keymap)) bindings[chord] = (event) => handle(command, event);
    return tinykeys(window, bindings, { ignore: shouldIgnore });
  }, [commands, keymap]);
}

function handle(command: Command, event: KeyboardEvent): void {
  if (event.defaultPrevented || !isRunnable(command)) return;
  if (isTyping(event) && command.isGlobal !== true) return;
  if (isDialogOpen() && command.isGlobal !== true) return;
  event.preventDefault();
  command.run();
}

function shouldIgnore(event: KeyboardEvent): boolean {
  return event.isComposing || event.defaultPrevented;
}

function isDialogOpen(): boolean {
  return useWorkspace.getState().dialog !== 'none';
}

/** True in fields, and for keys a focused control needs itself (Enter and Space on a button). */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input, textarea, select, [contenteditable], [role="menuitem"], [role="option"]')) return true;
  return (event.key === 'Enter' || event.key === ' ') && target.matches('button, a, [role="slider"], [role="tab"]');
}
