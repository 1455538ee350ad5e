import { queries, type Sqlite } from '../sqlite.ts';

/** What a person said about something: free text, or a verdict that teaches. */
export interface Note {
  readonly noteId: number;
  readonly targetKind: 'incident' | 'unit' | 'template' | 'event' | 'case';
  readonly targetId: string;
  /** `note` for text; a label of the ground truth otherwise. */
  readonly kind: 'note' | 'anomalous' | 'normal';
  readonly text: string;
  readonly author: string | null;
  readonly createdMs: number;
}

export class NoteRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** @returns The new note's id. */
  add(note: Omit<Note, 'noteId'>): number {
    const row = this.#sqlite.first(
      queries
        .insertInto('notes')
        .values({
          target_kind: note.targetKind,
          target_id: note.targetId,
          kind: note.kind,
          text: note.text,
          author: note.author,
          created_ms: note.createdMs,
        })
        .returning('note_id'),
    );
    return row?.note_id ?? 0;
  }

  remove(noteId: number): void {
    this.#sqlite.run(queries.deleteFrom('notes').where('note_id', '=', noteId));
  }

  /** Oldest first; of one target when given. */
  list(target?: { readonly kind: Note['targetKind']; readonly id: string }): Note[] {
    let query = queries.selectFrom('notes').selectAll().orderBy('note_id');
    if (target !== undefined) query = query.where('target_kind', '=', target.kind).where('target_id', '=', target.id);
    return this.#sqlite.all(query).map((row) => ({
      noteId: row.note_id,
      targetKind: row.target_kind as Note['targetKind'],
      targetId: row.target_id,
      kind: row.kind as Note['kind'],
      text: row.text,
      author: row.author,
      createdMs: row.created_ms,
    }));
  }
}
