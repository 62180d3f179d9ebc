/** What a write has made: an entity at a version. */
export interface Change {
  id: string;
  version: number;
}

/** The header by which a write for a person names its change. A read that sends it back waits until that is shown. */
export function changeHeader({ id, version }: Change): { change: string } {
  return { change: `${id}:${version}` };
}
