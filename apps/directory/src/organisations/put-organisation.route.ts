import type { Published } from '@gatehouse/app-process';
import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import { putReply } from '../records/put-reply.ts';
import { putOrganisation } from './organisation.ts';
import { organisationBody, organisationResource, organisationResourceOf } from './organisation-resource.ts';
import type { Organisations } from './organisations.store.ts';

/**
 * `PUT /manage/organisations/{id}`: makes the organisation (201) or replaces all that is said of it (200); its ties
 * with an authority or a trust stay. 409 where the URN or UID is another's.
 */
export function putOrganisationRoute({
  organisations,
  published,
  clock,
}: {
  organisations: Organisations;
  published: Published;
  clock: Clock;
}): Route {
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
        const put = putOrganisation(current, id, body, at);
        return { state: put.outcome === 'unchanged' ? undefined : put.state, result: put };
      });
      if (changed.status === 'duplicate')
        throw conflict(`${changed.index}: is another organisation's already`);
      const { outcome, state } = changed.result;
      if (outcome !== 'unchanged') await published();
      return putReply(outcome, organisationResourceOf(state));
    },
  });
}
