/** The parent of a service by its id; undefined where it has none, or is none. */
export type ParentOf = (serviceId: string) => Promise<string | undefined>;

/** Whether `parentId` as the parent of `serviceId` would make a service its own ancestor. */
export async function wouldLoop(parentOf: ParentOf, serviceId: string, parentId: string): Promise<boolean> {
  const seen = new Set<string>();
  for (let id: string | undefined = parentId; id !== undefined; id = await parentOf(id)) {
    if (id === serviceId) return true;
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return false;
}
