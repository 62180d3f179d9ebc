import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { decisionOf, putReply } from '../resources/put.domain.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { putOrganisation } from './organisation.ts';
import { organisationBody, organisationResource, organisationResourceOf } from './organisation-resource.ts';
import type { Organisations } from './organisations.store.ts';

/**
 * `PUT /manage/organisations/{id}`: makes the organisation (201) or replaces its properties (200); its associations with
 * an authority or trusts stay. 409 where the URN or UID is another's.
 */
export function putOrganisationRoute({
  organisations,
  published,
  clock,
}: { organisations: Organisations } & WriteDependencies): Route {
  return route({
    method: 'put',
    path: '/manage/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorPutOrganisation',
    summary: 'Make or replace an organisation',
    described: { refusals: { conflict: 'Another organisation has the URN or UID.' } },
    uuidParams: ['organisationId'],
    body: organisationBody,
    responses: { 200: organisationResource, 201: organisationResource },
    async handle({ params: { organisationId: id }, body, actor, correlationId }) {
      const at = new Date(clock.now()).toISOString();
      const changed = await organisations.change(id, { actor, correlationId }, (current) => {
        return decisionOf(putOrganisation(current, id, body, at));
      });
      if (changed.status === 'duplicate')
        throw conflict(`${changed.index}: another organisation has this value`);
      const { outcome, state } = changed.result;
      if (outcome !== 'unchanged') await published();
      return putReply(outcome, organisationResourceOf(state));
    },
  });
}
