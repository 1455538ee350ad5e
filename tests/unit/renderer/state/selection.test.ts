import { beforeEach, describe, expect, it } from 'vitest';
import { filterKey, normalizeFilter, useSelection, withoutRange } from '../../../../src-renderer/state/selection.ts';
import { useUndo } from '../../../../src-renderer/state/undo.ts';

describe('selection', () => {
  beforeEach(() => {
    useSelection.getState().reset();
    useUndo.getState().clear();
  });

  it('narrows by parts and undoes them one by one', () => {
    const { patchFilter } = useSelection.getState();
    patchFilter({ query: 'disk' });
    patchFilter({ fromNs: 1n, toNs: 2n });
    patchFilter({ query: undefined });
    expect(useSelection.getState().filter).toEqual({ fromNs: 1n, toNs: 2n });
    useUndo.getState().undo();
    expect(useSelection.getState().filter).toEqual({ query: 'disk', fromNs: 1n, toNs: 2n });
    useUndo.getState().undo();
    useUndo.getState().undo();
    useUndo.getState().undo();
    expect(useSelection.getState().filter).toEqual({});
  });

  it('does not remember a change that changes nothing', () => {
    useSelection.getState().patchFilter({ query: '', templateIds: [] });
    useSelection.getState().clearFilter();
    expect(useUndo.getState().steps).toEqual([]);
  });

  it('gives equal filters equal keys', () => {
    expect(filterKey({ toNs: 2n, fromNs: 1n })).toBe(filterKey({ fromNs: 1n, toNs: 2n, query: undefined, hosts: [] }));
    expect(filterKey({ fromNs: 1n })).not.toBe(filterKey({ fromNs: 10n }));
    expect(normalizeFilter({ query: '', hosts: [] })).toEqual({});
    expect(withoutRange({ query: 'x', fromNs: 1n, toNs: 2n })).toEqual({ query: 'x' });
  });

  it('points the inspector at what was picked last', () => {
    const { pickIncident, pickEvent } = useSelection.getState();
    pickIncident('i');
    pickEvent(4);
    expect(useSelection.getState()).toMatchObject({ incidentId: 'i', eventId: 4, inspected: 'event' });
    pickIncident('i');
    expect(useSelection.getState().inspected).toBe('incident');
  });

  it('lets go of an incident without hiding an event that is inspected', () => {
    const { pickIncident, pickEvent } = useSelection.getState();
    pickIncident('i');
    pickIncident(null);
    expect(useSelection.getState()).toMatchObject({ incidentId: null, inspected: null });
    pickIncident('i');
    pickEvent(4);
    pickIncident(null);
    expect(useSelection.getState()).toMatchObject({ incidentId: null, inspected: 'event' });
  });
});
