// AssemblyScript entry: everything the LSTM's kernel exports. Memory is imported and laid out by the caller.
export {
  accumulateOuter,
  accumulateRows,
  addTo,
  fillRows,
  foldRows,
  multiplyAdd,
  repeatRows,
  transpose,
} from './matrix.as';
export { stepBackward, stepForward } from './cell.as';
export { crossEntropy, squaredError } from './loss.as';
export { gatherRows, scatterRows } from './table.as';
export { adamStep, sumSquares } from './adam.as';
