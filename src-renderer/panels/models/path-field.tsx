import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useBackend } from '../../state/backend-context.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';

interface PathFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly isFirstFocus?: boolean;
  readonly onChange: (path: string) => void;
}

const MAX_SUGGESTIONS = 8;
const TYPING_PAUSE_MS = 150;

/** A path on the machine the engine runs on, with what the folder holds offered while typing. */
export function PathField(props: PathFieldProps) {
  const { label, description, value, isFirstFocus, onChange } = props;
  const { rpc } = useBackend();
  const folder = useDebounced(folderOf(value), TYPING_PAUSE_MS);
  const listing = useQuery({
    queryKey: ['files', folder],
    enabled: folder !== '',
    queryFn: ({ signal }) => rpc.files.list({ path: folder }, { signal }),
    retry: false,
  });
  const names = (listing.data?.entries ?? []).flatMap(({ path, kind }) =>
    path === null ? [] : [kind === 'folder' ? `${path}/` : path],
  );
  return (
    <Autocomplete
      size="xs"
      label={label}
      description={description}
      placeholder="/path/on/this/machine"
      value={value}
      data-autofocus={isFirstFocus === true ? true : undefined}
      limit={MAX_SUGGESTIONS}
      data={[...new Set(names)]}
      onChange={onChange}
    />
  );
}

/** Everything up to the last separator; empty while no folder is typed. */
function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end < 0 ? '' : path.slice(0, end + 1);
}
