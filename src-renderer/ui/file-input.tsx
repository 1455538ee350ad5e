import type { Ref } from 'react';

interface FileInputProps {
  /** What the button beside it clicks. */
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  /** Endings and types on offer, as in HTML. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** Asks for one file of the user's machine; the same file can be chosen again. */
export function FileInput({ ref, label, accept, onFile }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      aria-label={label}
      hidden
      onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        if (file !== undefined) onFile(file);
        event.currentTarget.value = '';
      }}
    />
  );
}
