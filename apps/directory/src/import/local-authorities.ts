import type { OrganisationState, Origin } from '@gatehouse/contracts';
import { idFrom, newId } from '@gatehouse/runtime';
import { presentOrganisation, putOrganisation } from '../organisations/organisation.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { Put } from '../resources/put.domain.ts';
import { countOutcome, type Reconciled } from './import-report.ts';
import type { NamedAuthority } from './import-source.ts';

const CATEGORY = '002';
const OPEN = 1;

/** The local authorities that a file names, each reconciled once. */
export interface LocalAuthorities {
  readonly counts: Reconciled;
  /** Makes or renames those that the rows name. */
  ensure(named: readonly NamedAuthority[]): Promise<void>;
  /** The organisation's id; undefined where it is not stored and the file gives no name for it. */
  idOf(code: string): string | undefined;
}

function isAuthority(state: OrganisationState | undefined, code: string): state is OrganisationState {
  return state?.category === CATEGORY && state.establishmentNumber === code;
}

/** Authorities are found by their code. New ids are made from the code, so that two imports at once make one authority. */
export function createLocalAuthorities(
  organisations: Organisations,
  origin: Origin,
  now: () => number,
): LocalAuthorities {
  const ids = new Map<string, string>();
  const ensured = new Map<string, Promise<void>>();
  const counts: Reconciled = { created: 0, updated: 0, unchanged: 0 };

  /** `other`: the id is another organisation's by now. */
  async function write(id: string, code: string, name: string): Promise<Put<OrganisationState> | 'other'> {
    const at = new Date(now()).toISOString();
    const { result } = await organisations.change<Put<OrganisationState> | 'other'>(id, origin, (current) => {
      const present = presentOrganisation(current);
      if (present !== undefined && !isAuthority(present, code)) return { result: 'other' };
      const made = { name, category: CATEGORY, status: OPEN, establishmentNumber: code };
      const put = putOrganisation(current, id, present === undefined ? made : { ...present, name }, at);
      return { state: put.outcome === 'unchanged' ? undefined : put.state, result: put };
    });
    return result;
  }

  async function ensureOne({ code, name }: NamedAuthority): Promise<void> {
    const known = await organisations.numbered(CATEGORY, code);
    if (name === undefined) {
      if (known === undefined) return;
      ids.set(code, known.id);
      counts.unchanged++;
      return;
    }
    let put = await write(known?.id ?? idFrom('local-authority', code), code, name);
    if (put === 'other') put = await write(newId(), code, name);
    if (put === 'other') return;
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
