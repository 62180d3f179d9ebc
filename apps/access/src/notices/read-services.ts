import type { LookUpService } from '@gatehouse/contracts';
import { getAll } from '@gatehouse/store';
import { type ServiceDocument, type Services, servicesSeeingAll } from '../services/services.store.ts';

/** Reads some services and their parents. */
export async function readServices(
  services: Services,
  ids: Iterable<string>,
  known: ReadonlyMap<string, ServiceDocument> = new Map(),
): Promise<LookUpService> {
  const asked = [...ids].filter((id) => !known.has(id));
  const found = asked.length === 0 ? known : new Map([...known, ...(await getAll(services, asked))]);
  const parents = [...found.values()].flatMap(({ state: { parentId } }) => parentId ?? []);
  const missing = parents.filter((id) => !found.has(id));
  const all = missing.length === 0 ? found : new Map([...found, ...(await getAll(services, missing))]);
  return (id) => all.get(id)?.state;
}

/** The services that see all users, and are told. */
export async function readSeeingAll(services: Services): Promise<string[]> {
  return (await servicesSeeingAll(services)).flatMap(({ id, status }) => (status === 1 ? [id] : []));
}
