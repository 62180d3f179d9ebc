import { pageOf } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { managedAttribute, shownAttribute } from './attribute-words.ts';
import { type AttributeDefinitionsCollection, allDefinitions } from './definitions.store.ts';

/** GET /manage/attributes: what is declared, by name. */
export function listAttributesRoute({
  attributeDefinitions,
}: {
  attributeDefinitions: AttributeDefinitionsCollection;
}): Route {
  return route({
    method: 'get',
    path: '/manage/attributes',
    access: 'operator',
    operationId: 'operatorListAttributes',
    summary: 'List the attributes that are declared',
    query: z.object(pageQuery),
    responses: { 200: pageOf('attributes', managedAttribute) },
    async handle({ query }) {
      const all = (await allDefinitions(attributeDefinitions)).map(shownAttribute);
      const { records, members } = await pageOfList(query, all);
      return { status: 200, body: { attributes: records, ...members } };
    },
  });
}
