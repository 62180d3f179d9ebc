import type { OrganisationState, Origin } from '@gatehouse/contracts';
import { idFrom, newId } from '@gatehouse/runtime';
import { presentOrganisation, putOrganisation } from '../organisations/organisation.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { Put } from '../records/put.ts';
import { countOutcome, type Reconciled } from './import-report.ts';
import type { NamedAuthority } from './import-source.ts';

const CATEGORY = '002';
const OPEN = 1;

/** The local authorities that a file names, each brought in line once. */
export interface LocalAuthorities {
  readonly counts: Reconciled;
  /** Makes sure of those that the rows name, renaming them where the file says so. */
  ensure(named: readonly NamedAuthority[]): Promise<void>;
  /** The organisation of one that was made sure of; undefined where it is not here and the file gives no name for it. */
  idOf(code: string): string | undefined;
}

function isAuthority(state: OrganisationState | undefined, code: string): state is OrganisationState {
  return state?.category === CATEGORY && state.establishmentNumber === code;
}

/** Authorities are known by their code. An id made from the code keeps two imports at once from making one twice. */
export function createLocalAuthorities(
  organisations: Organisations,
  origin: Origin,
  now: () => number,
): LocalAuthorities {
  const ids = new Map<string, string>();
  const ensured = new Map<string, Promise<void>>();
  const counts: Reconciled = { created: 0, updated: 0, unchanged: 0 };

  /** `not it`: the id is meanwhile another organisation's. */
  async function write(id: string, code: string, name: string): Promise<Put<OrganisationState> | 'not it'> {
    const at = new Date(now()).toISOString();
    const { result } = await organisations.change<Put<OrganisationState> | 'not it'>(
      id,
      origin,
      (current) => {
        const present = presentOrganisation(current);
        if (present !== undefined && !isAuthority(present, code)) return { result: 'not it' };
        const made = { name, category: CATEGORY, status: OPEN, establishmentNumber: code };
        const put = putOrganisation(current, id, present === undefined ? made : { ...present, name }, at);
        return { state: put.outcome === 'unchanged' ? undefined : put.state, result: put };
      },
    );
    return result;
  }

  async function ensureOne({ code, name }: NamedAuthority): Promise<void> {
    const held = await organisations.numbered(CATEGORY, code);
    if (name === undefined) {
      if (held === undefined) return;
      ids.set(code, held.id);
      counts.unchanged++;
      return;
    }
    let put = await write(held?.id ?? idFrom('local-authority', code), code, name);
    if (put === 'not it') put = await write(newId(), code, name);
    if (put === 'not it') return;
    ids.set(code, put.state.id);
    countOutcome(counts, put.outcome);
  }

  return {
    counts,
    idOf: (code) => ids.get(code),
    async ensure(named) {
      for (const authority of named) {
        if (!ensured.has(authority.code)) ensured.set(authority.code, ensureOne(authority));
      }
      await Promise.all(named.map(({ code }) => ensured.get(code)));
    },
  };
}
