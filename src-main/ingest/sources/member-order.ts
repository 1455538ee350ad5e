import { splitTablePacking } from '../tables/open-table.ts';
import type { FoundMember } from './expand-archive.ts';
import { compareGenerations, readGeneration } from './generations.ts';

/** How many times the content of a stream may be decompressed again to read its members in true order. */
const MAX_PASSES = 4;
/** Decompressed again without a second thought. */
const FREE_BYTES = 64 * 1024 * 1024;

/**
 * Orders the members of an archive as a folder's files would be: each folder's files first, generations of one log oldest
 * first. Inside a compressed stream that can mean stepping back, which is decompressing again; where that would cost more
 * than four passes, only the generations of one log are put in order, and where that is still too much, nothing is.
 */
export function orderMembers(members: readonly FoundMember[]): FoundMember[] {
  const byFolder = members.toSorted((a, b) => compareMembers(fileOf(a), fileOf(b)));
  const plans = [() => byFolder, () => orderGenerations(members)];
  for (const plan of plans) {
    const order = plan();
    if (isAffordable(order)) return order;
  }
  return [...members];
}

/** Logs in the order of the archive, the generations of each put where its first one is. */
function orderGenerations(members: readonly FoundMember[]): FoundMember[] {
  const families = Map.groupBy(members, (member) => familyOf(fileOf(member)));
  return [...families.values()].flatMap((family) => family.toSorted((a, b) => compareMembers(fileOf(a), fileOf(b))));
}

function isAffordable(order: readonly FoundMember[]): boolean {
  const lengths = new Map<string, number>();
  const decoded = new Map<string, number>();
  const positions = new Map<string, number>();
  for (const { stream, streamPosition, sizeBytes } of order) {
    if (stream === '') continue;
    const end = streamPosition + sizeBytes;
    const position = positions.get(stream) ?? 0;
    const from = streamPosition < position ? 0 : position;
    lengths.set(stream, Math.max(lengths.get(stream) ?? 0, end));
    decoded.set(stream, (decoded.get(stream) ?? 0) + end - from);
    positions.set(stream, end);
  }
  return [...decoded].every(
    ([stream, bytes]) => bytes <= Math.max(FREE_BYTES, MAX_PASSES * (lengths.get(stream) ?? 0)),
  );
}

/** Name of the file in the archive: tables of a SQLite file lie where the file does, in their own order. */
function fileOf({ member, packing }: FoundMember): string {
  const { table } = splitTablePacking(packing);
  return table === null ? member : member.slice(0, Math.max(0, member.length - table.length - 1));
}

/** Folder and name of the log that a member is a generation of. */
function familyOf(member: string): string {
  const parts = partsOf(member);
  return [...parts.slice(0, -1), readGeneration(parts.at(-1) ?? '').family].join('/');
}

/** An archive inside the archive counts as a folder. */
function partsOf(member: string): string[] {
  return member.split(/[/!]/);
}

function compareMembers(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const common = left.findIndex((part, index) => part !== right[index]);
  if (common < 0) return left.length - right.length;
  const [isFile, isOtherFile] = [common === left.length - 1, common >= right.length - 1];
  if (isFile !== isOtherFile) return isFile ? -1 : 1;
  return compareGenerations(left[common] ?? '', right[common] ?? '');
}
