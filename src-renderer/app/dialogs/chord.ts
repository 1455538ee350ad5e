/** The pressed chord in the registry's notation. */
export function chordOf(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): string {
  const isLetter = /^[a-z]$/i.test(event.key);
  const modifiers = [
    ...(event.ctrlKey || event.metaKey ? ['$mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? [isLetter || event.key.length > 1 ? 'Shift' : '[Shift]'] : []),
  ];
  return [...modifiers, isLetter && !event.shiftKey ? event.key.toLowerCase() : event.key].join('+');
}
