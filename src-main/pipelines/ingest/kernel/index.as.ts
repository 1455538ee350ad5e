// AssemblyScript entry: everything the ingest kernel exports.
export {
  beginBlock,
  columnAddress,
  columnBytes,
  continueEvent,
  eventCount,
  extraAddress,
  fieldsAddress,
  isEventOpen,
  programAddress,
  pushEvent,
  readLines,
  setKind,
  setLevel,
  setOrigin,
  setProgram,
  stageEvent,
  textAddress,
} from './block.as';
export { firstEvent, recordAddress, shapeCount, useCount } from './shape-table.as';
