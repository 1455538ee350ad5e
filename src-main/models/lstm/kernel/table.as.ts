// AssemblyScript. Rows of a table by token: what multiplying a one-hot row by a matrix comes to. The table is row-major,
// [tokens, 16 * panels]; a negative token is no row.

const LINE: usize = 64;

/** c[row] += table[tokens[row]] for every row of c [rows, 16 * panels]. */
export function gatherRows(table: usize, tokens: usize, c: usize, stride: usize, panels: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const token = i32.load(tokens + ((<usize>row) << 2));
    if (token < 0) continue;
    let from = table + <usize>(token * panels) * LINE;
    let to = c + <usize>row * LINE;
    for (let panel = 0; panel < panels; panel++) {
      addLine(to, from);
      from += LINE;
      to += stride;
    }
  }
}

/** table[tokens[row]] += g[row] for every row of g [rows, 16 * panels], in row order. */
export function scatterRows(table: usize, tokens: usize, g: usize, stride: usize, panels: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const token = i32.load(tokens + ((<usize>row) << 2));
    if (token < 0) continue;
    let to = table + <usize>(token * panels) * LINE;
    let from = g + <usize>row * LINE;
    for (let panel = 0; panel < panels; panel++) {
      addLine(to, from);
      to += LINE;
      from += stride;
    }
  }
}

function addLine(to: usize, from: usize): void {
  v128.store(to, f32x4.add(v128.load(to, 0), v128.load(from, 0)), 0);
  v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), v128.load(from, 32)), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), v128.load(from, 48)), 48);
}
