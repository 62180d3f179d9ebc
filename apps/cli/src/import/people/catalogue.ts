import { type GrantBasis, type OrganisationState, policy, role } from '@gatehouse/contracts';
import { recordOf, textOf } from '../../api/answers.ts';
import { type OperatorApi, path } from '../../api/operator-api.ts';
import { pagesOf } from '../../api/pages.ts';
import { remember } from '../../api/references.ts';
import { Refused } from '../../failures.ts';

/** Organisations and services by id, each read once, to check rows. Throws Refused where there is none. */
export interface Catalogue {
  organisation(id: string): Promise<OrganisationState>;
  /** The roles and policies of a service. */
  service(id: string): Promise<GrantBasis['service']>;
}

/** A row names several things by id: the refusal says which one is unknown. */
async function orUnknown<T>(what: string, id: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    throw new Refused([`There is no ${what} with the id ${id}`], 404);
  });
}

/** A catalogue read from the API. */
export function createCatalogue(api: OperatorApi): Catalogue {
  async function readOrganisation(id: string): Promise<OrganisationState> {
    const target = path`/manage/organisations/${id}`;
    const facts = recordOf((await api.call('GET', target)).body);
    const links = recordOf((await api.call('GET', `${target}/links`)).body);
    const authority = textOf(recordOf(links.localAuthority), 'id');
    const associations = authority === '' ? [] : [{ type: 'LA', organisationId: authority }];
    return { ...facts, associations } as unknown as OrganisationState;
  }

  async function readService(id: string): Promise<GrantBasis['service']> {
    const target = path`/manage/services/${id}`;
    const [roles, policies] = [[], []] as [GrantBasis['service']['roles'], GrantBasis['service']['policies']];
    for await (const page of pagesOf(api, `${target}/roles`, 'roles')) {
      roles.push(...page.map((each) => role.parse(each)));
    }
    for await (const page of pagesOf(api, `${target}/policies`, 'policies')) {
      policies.push(...page.map((each) => policy.parse(each)));
    }
    return { roles, policies };
  }

  return {
    organisation: remember((id) => orUnknown('organisation', id, readOrganisation(id))),
    service: remember((id) => orUnknown('service', id, readService(id))),
  };
}
