import { describe, expect, it } from 'vitest';
import { chordOf } from '../../../../src-renderer/app/dialogs/chord.ts';
import { chordLabels, keysOf, useCommandStore, type Command } from '../../../../src-renderer/state/commands.ts';

const command = (id: string, patch: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'View',
  run: () => {},
  ...patch,
});
const event = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe('commands', () => {
  it('are taken back exactly: a later one of the same id stays', () => {
    const { register } = useCommandStore.getState();
    const first = command('a');
    const second = command('a');
    const removeFirst = register([first]);
    const removeSecond = register([second]);
    removeFirst();
    expect(useCommandStore.getState().commands.get('a')).toBe(second);
    removeSecond();
    expect(useCommandStore.getState().commands.has('a')).toBe(false);
  });

  it('follow the keymap of the user, also where a key was taken away', () => {
    const search = command('go.search', { keys: ['/', 'f'] });
    expect(keysOf(search, {})).toEqual(['/', 'f']);
    expect(keysOf(search, { 'go.search': 's' })).toEqual(['s']);
    expect(keysOf(search, { 'go.search': '' })).toEqual([]);
  });

  it('print chords as they stand on keys', () => {
    expect(chordLabels('$mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(chordLabels('$mod+k', true)).toEqual(['⌘', 'K']);
    expect(chordLabels('[Shift]+?', false)).toEqual(['?']);
    expect(chordLabels('[', false)).toEqual(['[']);
    expect(chordLabels('[Shift]++', false)).toEqual(['+']);
    expect(chordLabels('Shift+ArrowLeft', false)).toEqual(['Shift', '←']);
  });

  it('capture pressed chords in the same notation', () => {
    expect(chordOf(event('k', { ctrlKey: true }))).toBe('$mod+k');
    expect(chordOf(event('E', { shiftKey: true }))).toBe('Shift+E');
    expect(chordOf(event('?', { shiftKey: true }))).toBe('[Shift]+?');
    expect(chordOf(event('ArrowUp', { altKey: true }))).toBe('Alt+ArrowUp');
  });
});
