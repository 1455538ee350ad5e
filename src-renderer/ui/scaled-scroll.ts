/**
 * Scrolling over more rows than a browser can lay out.
 * Chromium caps an element at 33,554,428 px (1.68 M rows of 20 px), so the real position is kept here in content pixels
 * (`offset`, exact in a double up to 2^53) and the scrollbar shows a scaled-down copy of it. Wheel and keys move the
 * offset by exact pixels; only dragging the scrollbar goes through the scale.
 */
export interface ScrollGeometry {
  readonly rowCount: number;
  readonly rowHeight: number;
  readonly viewportHeight: number;
}

/** Tallest spacer put into the page: below the caps of Chromium (33.5 M px) and Firefox (17.8 M px). */
export const MAX_SPACER_PX = 16_000_000;

/** Rows kept above and below the visible ones, so a fast wheel never shows a blank edge. */
const OVERSCAN_ROWS = 2;

export function contentHeight(geometry: ScrollGeometry): number {
  return geometry.rowCount * geometry.rowHeight;
}

/** Largest offset: the last row sits at the bottom of the viewport. 0 when everything fits. */
export function maxOffset(geometry: ScrollGeometry): number {
  return Math.max(0, contentHeight(geometry) - geometry.viewportHeight);
}

export function clampOffset(geometry: ScrollGeometry, offset: number): number {
  return Math.min(Math.max(0, offset), maxOffset(geometry));
}

/** Height of the element behind the scrollbar. */
export function spacerHeight(geometry: ScrollGeometry): number {
  return Math.min(contentHeight(geometry), MAX_SPACER_PX);
}

export function scrollTopOfOffset(geometry: ScrollGeometry, offset: number): number {
  const most = maxOffset(geometry);
  if (most === 0) return 0;
  return (clampOffset(geometry, offset) / most) * (spacerHeight(geometry) - geometry.viewportHeight);
}

export function offsetOfScrollTop(geometry: ScrollGeometry, scrollTop: number): number {
  const range = spacerHeight(geometry) - geometry.viewportHeight;
  if (range <= 0) return 0;
  return clampOffset(geometry, (scrollTop / range) * maxOffset(geometry));
}

export interface RowWindow {
  /** First row to render, from 0. */
  readonly first: number;
  /** Rows to render; never more than fit the viewport plus the overscan. */
  readonly count: number;
  /** Vertical position of the first rendered row, relative to the viewport's top; at most 0. */
  readonly top: number;
}

export function rowWindow(geometry: ScrollGeometry, offset: number): RowWindow {
  const { rowCount, rowHeight, viewportHeight } = geometry;
  if (rowCount === 0 || viewportHeight <= 0) return { first: 0, count: 0, top: 0 };
  const position = clampOffset(geometry, offset);
  const firstVisible = Math.floor(position / rowHeight);
  const lastVisible = Math.min(rowCount - 1, Math.floor((position + viewportHeight - 1) / rowHeight));
  const first = Math.max(0, firstVisible - OVERSCAN_ROWS);
  const last = Math.min(rowCount - 1, lastVisible + OVERSCAN_ROWS);
  return { first, count: last - first + 1, top: first * rowHeight - position };
}

/** Rows that fit without being cut; at least 1, so Page Down always moves. */
export function rowsPerPage(geometry: ScrollGeometry): number {
  return Math.max(1, Math.floor(geometry.viewportHeight / geometry.rowHeight));
}

/**
 * The smallest move that brings a row fully into view.
 * @param align `center` puts it in the middle when it was out of view (jumps); `nearest` moves by as little as possible.
 */
export function offsetToReveal(
  geometry: ScrollGeometry,
  offset: number,
  row: number,
  align: 'nearest' | 'center' = 'nearest',
): number {
  const { rowHeight, viewportHeight } = geometry;
  const top = row * rowHeight;
  const bottom = top + rowHeight;
  if (top >= offset && bottom <= offset + viewportHeight) return offset;
  // Whole rows above it, so a jump never leaves half a row at the top.
  if (align === 'center')
    return clampOffset(geometry, (row - Math.floor((viewportHeight / rowHeight - 1) / 2)) * rowHeight);
  return clampOffset(geometry, top < offset ? top : bottom - viewportHeight);
}
