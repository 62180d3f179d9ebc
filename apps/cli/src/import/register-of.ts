/** The registers' files that the platform takes, by the names of their sources. */
export const SOURCES = ['gias-establishments', 'gias-groups', 'gias-links'] as const;
export type Source = (typeof SOURCES)[number];

/** The register of a file with this header: only links have both keys, and only establishments have no group's key. */
export function registerOf(header: string): Source {
  const columns = new Set(header.split(',').map((name) => name.replace(/^\uFEFF|"/g, '').trim()));
  if (!columns.has('Group UID')) return 'gias-establishments';
  return columns.has('URN') ? 'gias-links' : 'gias-groups';
}
