// AssemblyScript. Walks rows down a complete binary tree, eight rows at a time: the loads of one row wait while those of
// the others are under way. A node is 8 bytes, so that one load brings both of its halves: the threshold (f32) and the
// byte offset of its feature within a row (u32). Nodes lie in heap order, the root at 1; addresses and strides are bytes.

const ROWS: i32 = 8;

/**
 * Adds to each row's sum the value of the leaf it ends in.
 * @param nodes Of one tree, 2^depth of them, the first unused. @param leaves One f32 for each of 2^depth leaves.
 * @param rows f32, `stride` bytes a row; rows are worked on in eights. @param sums One f64 a row.
 */
export function walkRows(
  nodes: usize,
  leaves: usize,
  depth: i32,
  rows: usize,
  stride: usize,
  count: i32,
  sums: usize,
): void {
  // Leaves follow the last level of nodes: heap position 2^depth is the first of them.
  const firstLeaf = leaves - ((<usize>4) << depth);
  for (let row = 0; row < count; row += ROWS) {
    const row1 = rows + stride;
    const row2 = row1 + stride;
    const row3 = row2 + stride;
    const row4 = row3 + stride;
    const row5 = row4 + stride;
    const row6 = row5 + stride;
    const row7 = row6 + stride;
    let at0: usize = 1;
    let at1: usize = 1;
    let at2: usize = 1;
    let at3: usize = 1;
    let at4: usize = 1;
    let at5: usize = 1;
    let at6: usize = 1;
    let at7: usize = 1;
    for (let level = 0; level < depth; level++) {
      at0 = childOf(nodes, at0, rows);
      at1 = childOf(nodes, at1, row1);
      at2 = childOf(nodes, at2, row2);
      at3 = childOf(nodes, at3, row3);
      at4 = childOf(nodes, at4, row4);
      at5 = childOf(nodes, at5, row5);
      at6 = childOf(nodes, at6, row6);
      at7 = childOf(nodes, at7, row7);
    }
    addLeaf(sums, firstLeaf, at0);
    addLeaf(sums + 8, firstLeaf, at1);
    addLeaf(sums + 16, firstLeaf, at2);
    addLeaf(sums + 24, firstLeaf, at3);
    addLeaf(sums + 32, firstLeaf, at4);
    addLeaf(sums + 40, firstLeaf, at5);
    addLeaf(sums + 48, firstLeaf, at6);
    addLeaf(sums + 56, firstLeaf, at7);
    rows = row7 + stride;
    sums += 64;
  }
}

// @ts-ignore: decorator
@inline
function childOf(nodes: usize, at: usize, row: usize): usize {
  const node = load<u64>(nodes + (at << 3));
  return (at << 1) + <usize>(load<f32>(row + <usize>(node >> 32)) >= reinterpret<f32>(<u32>node));
}

// @ts-ignore: decorator
@inline
function addLeaf(sum: usize, firstLeaf: usize, at: usize): void {
  store<f64>(sum, load<f64>(sum) + <f64>load<f32>(firstLeaf + (at << 2)));
}
