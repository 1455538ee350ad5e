import { Modal } from '@mantine/core';
import { useState } from 'react';
import { chordLabels, COMMAND_GROUPS, type Command, keysOf, useCommandStore } from '../../state/commands.ts';
import { usePreferences } from '../../state/preferences.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { chordOf } from './chord.ts';
import { IS_MAC } from './command-palette.tsx';

/** All keys on one sheet; each can be changed or given back. */
export function KeySheet(props: { readonly onClose: () => void }) {
  const commands = useCommandStore((state) => state.commands);
  const { keymap, setKey } = usePreferences();
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <Modal opened onClose={props.onClose} title="Keys" size={760} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="ls-keysheet ls-dialog-start" data-autofocus tabIndex={-1}>
        {COMMAND_GROUPS.map((group) => {
          const shown = [...commands.values()].filter(
            (command) => command.group === group && keysOf(command, keymap).length > 0,
          );
          return shown.length === 0 ? null : (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <ul>
                {shown.map((command) => (
                  <li key={command.id}>
                    <span>{command.title}</span>
                    {editing === command.id ? (
                      <KeyCapture
                        onDone={(chord) => {
                          if (chord !== null) setKey(command.id, chord);
                          setEditing(null);
                        }}
                      />
                    ) : (
                      <KeyCell
                        command={command}
                        keymap={keymap}
                        onEdit={() => setEditing(command.id)}
                        onReset={() => setKey(command.id, null)}
                      />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <p className="ls-dim ls-keysheet-note">
        Click a key to change it. In lists: arrows, Page Up, Page Down, Home, End, Enter.
      </p>
    </Modal>
  );
}

interface KeyCellProps {
  readonly command: Command;
  readonly keymap: Readonly<Record<string, string>>;
  readonly onEdit: () => void;
  readonly onReset: () => void;
}

function KeyCell(props: KeyCellProps) {
  const { command, keymap, onEdit, onReset } = props;
  return (
    <span className="ls-keysheet-keys">
      {keymap[command.id] !== undefined && (
        <button type="button" className="ls-link" onClick={onReset}>
          reset
        </button>
      )}
      <button type="button" className="ls-keysheet-edit" title={`Change the key of ${command.title}`} onClick={onEdit}>
        {keysOf(command, keymap).map((chord) => (
          <KeyHint key={chord} labels={chordLabels(chord, IS_MAC)} />
        ))}
      </button>
    </span>
  );
}

/** Takes the next chord; Escape leaves the key as it was. */
function KeyCapture(props: { readonly onDone: (chord: string | null) => void }) {
  return (
    <input
      className="ls-field-input"
      autoFocus
      readOnly
      aria-label="Press the new key"
      value="press a key"
      onBlur={() => props.onDone(null)}
      onKeyDown={(event) => {
        if (['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        props.onDone(event.key === 'Escape' ? null : chordOf(event));
      }}
    />
  );
}
