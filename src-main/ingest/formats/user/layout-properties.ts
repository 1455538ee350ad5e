/** Properties whose values are known to be fields. */
const KNOWN: Readonly<Record<string, string>> = { PID: '%pid', HOSTNAME: '%host', hostName: '%host' };

/**
 * Replaces `${name:-default}` by what it stands for: a known field, else its default, else a field of that name.
 * Defaults may hold further ones.
 */
export function fillProperties(layout: string): string {
  let text = '';
  for (let i = 0; i < layout.length; ) {
    const end = layout.startsWith('${', i) ? closingBrace(layout, i + 1) : -1;
    if (end < 0) {
      text += layout[i++];
      continue;
    }
    text += fillProperty(layout.slice(i + 2, end));
    i = end + 1;
  }
  return text;
}

function fillProperty(inside: string): string {
  const mark = inside.indexOf(':-');
  const full = mark < 0 ? inside : inside.slice(0, mark);
  const name = full.slice(full.lastIndexOf(':') + 1);
  const known = KNOWN[name];
  if (known !== undefined) return known;
  return mark < 0 ? `%property{${name}}` : fillProperties(inside.slice(mark + 2));
}

/** Place of the brace that closes the one at `open`, or -1. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}
