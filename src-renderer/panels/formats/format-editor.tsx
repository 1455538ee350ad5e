import { Button, Modal } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { FormatDetail, FormatPreview } from '#shared/contract/formats.ts';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { NEW_FORMAT, useFormatDraft } from '../../state/format-draft.ts';
import { useFormatActions, useFormatPreview, useReadWith } from '../../state/format-queries.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import { errorMessage } from '../../ui/states.tsx';
import { CodeField, type CodeFieldHandle } from './code-field.tsx';
import { NEW_FORMAT_TEXT, ORIGIN_TEXT, ownCopy } from './format-model.ts';
import { FormatPreviewView } from './format-preview.tsx';

/** A pause in typing after which the lines are read anew. */
const TYPING_PAUSE_MS = 250;

interface FormatEditorProps {
  /** Null: a new one. */
  readonly format: FormatDetail | null;
  readonly onNote: (text: string) => void;
}

/** The text of a format, what is wrong with it, and what it makes of sample lines. */
export function FormatEditor({ format, onNote }: FormatEditorProps) {
  const key = format?.name ?? NEW_FORMAT;
  const { drafts, lines, edit, discard, pick } = useFormatDraft();
  const actions = useFormatActions();
  const readWith = useReadWith();
  const [failure, setFailure] = useState<string | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const saved = format?.text ?? (format === null ? NEW_FORMAT_TEXT : null);
  const text = drafts[key] ?? saved;
  const isBuiltIn = format?.origin === 'built-in';
  const isChanged = text !== null && text !== saved;
  const settled = useDebounced(text, TYPING_PAUSE_MS);
  const preview = useFormatPreview(isBuiltIn && text === null ? null : settled, lines);
  const issues = shownIssues(preview.data, isBuiltIn);

  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(errorMessage(error));
    }
  };
  const save = () =>
    attempt(async () => {
      if (text === null || isBuiltIn) return;
      const stored = await actions.save(text, format === null ? null : format.name);
      discard(key);
      pick(stored.name);
      onNote(`Saved ${stored.name}.`);
    });
  const remove = () =>
    attempt(async () => {
      await actions.remove(key);
      discard(key);
      pick(null);
      onNote(`Deleted ${key}.`);
    });
  const startCopy = () => {
    if (text === null) return;
    edit(NEW_FORMAT, ownCopy(text));
    pick(NEW_FORMAT);
  };
  return (
    <div className="ls-format-editor">
      <div className="ls-format-bar">
        <h3 className="ls-cut">{format?.name ?? 'New format'}</h3>
        <span className="ls-dim">{format === null ? 'not saved' : ORIGIN_TEXT[format.origin]}</span>
        <span className="ls-format-space" />
        {isBuiltIn ? (
          text !== null && (
            <Button size="compact-xs" onClick={startCopy}>
              Start one from it
            </Button>
          )
        ) : (
          <>
            {format !== null && format.origin === 'home' && (
              <Button size="compact-xs" variant="default" onClick={() => setRemoving(true)}>
                Delete…
              </Button>
            )}
            {format !== null && !isChanged && format.issues.length === 0 && (
              <Button
                size="compact-xs"
                variant="default"
                title="Reads the files again into a new case; this one stays"
                onClick={() => void attempt(() => readWith(format.name, lines))}
              >
                Read with it
              </Button>
            )}
            {(isChanged || format === null) && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  discard(key);
                  if (format === null) pick(null);
                }}
              >
                Discard
              </Button>
            )}
            <Button
              size="compact-xs"
              title="Ctrl S"
              disabled={(!isChanged && format !== null) || issues.length > 0}
              onClick={() => void save()}
            >
              Save
            </Button>
          </>
        )}
      </div>
      {failure !== null && (
        <p role="alert" className="ls-format-failure">
          {failure}
        </p>
      )}
      {text === null ? (
        <BuiltInSamples format={format} />
      ) : (
        <>
          <EditedText
            text={text}
            isReadOnly={isBuiltIn}
            issues={issues}
            onChange={(next) => edit(key, next)}
            onSave={() => void save()}
          />
          <FormatPreviewView preview={preview.data} error={preview.error} onRetry={() => void preview.refetch()} />
        </>
      )}
      {isRemoving && (
        <RemoveDialog
          name={key}
          onClose={() => setRemoving(false)}
          onRemove={() => {
            setRemoving(false);
            void remove();
          }}
        />
      )}
    </div>
  );
}

/** A built-in format shown as a file has a name that no file may have: that is no news to its reader. */
function shownIssues(preview: FormatPreview | undefined, isBuiltIn: boolean): readonly FormatIssue[] {
  return isBuiltIn ? [] : (preview?.issues ?? []);
}

interface EditedTextProps {
  readonly text: string;
  readonly isReadOnly: boolean;
  readonly issues: readonly FormatIssue[];
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

function EditedText({ text, isReadOnly, issues, onChange, onSave }: EditedTextProps) {
  const field = useRef<CodeFieldHandle>(null);
  const issuesId = useId();
  return (
    <div className="ls-format-text">
      <CodeField
        ref={field}
        label="Format file"
        value={text}
        isReadOnly={isReadOnly}
        issues={issues}
        issuesId={issuesId}
        onChange={onChange}
        onSave={onSave}
      />
      <ul id={issuesId} className="ls-format-issues" aria-label="Problems" hidden={issues.length === 0}>
        {issues.map((issue) => (
          <li key={`${issue.field}|${issue.line}|${issue.message}`}>
            <button
              type="button"
              className="ls-link"
              onClick={() => field.current?.goTo(issue.line ?? 1, issue.column ?? 1)}
            >
              {issue.line === null ? 'File' : `Line ${issue.line}`}
              {issue.field === '' ? '' : `, ${issue.field}`}
            </button>
            <span>{issue.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Formats that are more than patterns have no file; their samples say what they read. */
function BuiltInSamples({ format }: { readonly format: FormatDetail | null }) {
  return (
    <div className="ls-format-samples">
      <p className="ls-dim">
        This format is read by code of its own ({format?.engine}); it cannot be written as a file. Lines it reads:
      </p>
      {format?.samples.map((sample) => (
        <pre key={sample} className="ls-mono" tabIndex={0}>
          {sample}
        </pre>
      ))}
    </div>
  );
}

interface RemoveDialogProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

function RemoveDialog({ name, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}`} size={420} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="ls-form">
        <p className="ls-dialog-start" data-autofocus tabIndex={-1}>
          Its file goes from the home folder. Cases that were read with it keep their own copy.
        </p>
        <div className="ls-form-foot">
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button size="xs" onClick={onRemove}>
            Delete
          </Button>
        </div>
      </div>
    </Modal>
  );
}
