import { Modal } from '@mantine/core';
import { Command as Cmdk } from 'cmdk';
import {
  chordLabels,
  COMMAND_GROUPS,
  type Command,
  isRunnable,
  keysOf,
  useCommandStore,
} from '../../state/commands.ts';
import { usePreferences } from '../../state/preferences.ts';
import { KeyHint } from '../../ui/key-hint.tsx';

export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Every command by name; Enter runs the marked one. */
export function CommandPalette(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const commands = useCommandStore((state) => state.commands);
  const keymap = usePreferences((state) => state.keymap);
  const run = (command: Command) => {
    onClose();
    // After the dialog is gone, so a command that opens another one or moves the focus wins.
    requestAnimationFrame(() => command.run());
  };
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="12vh" lockScroll={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Command palette" radius={6}>
        <Cmdk label="Commands" loop>
          <Cmdk.Input autoFocus placeholder="Type a command" className="ls-palette-input" />
          <Cmdk.List className="ls-palette-list">
            <Cmdk.Empty className="ls-palette-empty">No command of this name</Cmdk.Empty>
            {COMMAND_GROUPS.map((group) => {
              const shown = [...commands.values()].filter((command) => command.group === group && isRunnable(command));
              return shown.length === 0 ? null : (
                <Cmdk.Group key={group} heading={group}>
                  {shown.map((command) => (
                    <Cmdk.Item
                      key={command.id}
                      value={`${command.title} ${group}`}
                      onSelect={() => run(command)}
                      className="ls-palette-item"
                    >
                      <span>{command.title}</span>
                      {keysOf(command, keymap)
                        .slice(0, 1)
                        .map((chord) => (
                          <KeyHint key={chord} labels={chordLabels(chord, IS_MAC)} />
                        ))}
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              );
            })}
          </Cmdk.List>
        </Cmdk>
      </Modal.Content>
    </Modal.Root>
  );
}
