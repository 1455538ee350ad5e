// AssemblyScript. Replaces invalid UTF-8 as a lossy decoder does: one U+FFFD for each maximal part of a character (the Encoding
// Standard's decoder).

/** Copies `[from, end)` to `to`, which has room for three times as much; returns the address behind the copy. */
export function copyRepaired(from: usize, end: usize, to: usize): usize {
  let at = from;
  while (at < end) {
    const lead = <u32>load<u8>(at);
    if (lead < 0x80) {
      store<u8>(to++, <u8>lead);
      at++;
      continue;
    }
    const length = characterLength(at, end, lead);
    if (length > 0) {
      for (let i = 0; i < length; i++) store<u8>(to++, load<u8>(at++));
      continue;
    }
    store<u8>(to, 0xef);
    store<u8>(to, 0xbf, 1);
    store<u8>(to, 0xbd, 2);
    to += 3;
    at -= <usize>length;
  }
  return to;
}

/** Bytes of the character at `at`, or the negative number of bytes that are replaced by one U+FFFD. */
function characterLength(at: usize, end: usize, lead: u32): i32 {
  let needed = 0;
  let lower: u32 = 0x80;
  let upper: u32 = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf) needed = 1;
  else if (lead >= 0xe0 && lead <= 0xef) {
    needed = 2;
    if (lead === 0xe0) lower = 0xa0;
    if (lead === 0xed) upper = 0x9f;
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    needed = 3;
    if (lead === 0xf0) lower = 0x90;
    if (lead === 0xf4) upper = 0x8f;
  } else return -1;
  for (let i = 1; i <= needed; i++) {
    const byte: u32 = at + <usize>i < end ? <u32>load<u8>(at + <usize>i) : 0;
    if (byte < lower || byte > upper) return -i;
    lower = 0x80;
    upper = 0xbf;
  }
  return needed + 1;
}
