/** Remembers which version of an entity was handled last, of the entities that were handled most recently. */
export interface LatestVersions {
  /** True for a version that is not newer than the one handled last. */
  isHandled(entity: string, version: number): boolean;
  note(entity: string, version: number): void;
}

/** At most `entities` are remembered, in this process only. */
export function rememberVersions(entities: number): LatestVersions {
  const versions = new Map<string, number>();
  return {
    isHandled: (entity, version) => version <= (versions.get(entity) ?? 0),
    note(entity, version) {
      versions.delete(entity);
      versions.set(entity, version);
      if (versions.size <= entities) return;
      const { value: oldest } = versions.keys().next();
      if (oldest !== undefined) versions.delete(oldest);
    },
  };
}
