import { randomUUID } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { presentDefinition } from './attribute-definition.ts';
import { type AttributeDefinitionsCollection, attributeDefinitionKind } from './definitions.store.ts';
import type { Attributes } from './open-attributes.ts';

export interface SweepParts {
  attributeDefinitions: AttributeDefinitionsCollection;
  attributes: Pick<Attributes, 'sweep'>;
  now: () => number;
}

/** A write that read a definition before it changed has come by then. */
const SWEPT_FOR_MS = 3_600_000;
const AT_A_TIME = 100;
const OVER = 0;

/** Until when values are looked through after a change of a definition. */
export const sweptUntil = (nowMs: number) => nowMs + SWEPT_FOR_MS;

/** Takes values out of the store that their definitions no longer allow, and seals those that need it now. */
export async function sweepAttributes({ attributeDefinitions, attributes, now }: SweepParts): Promise<void> {
  const kind = attributeDefinitionKind(attributeDefinitions, now);
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  const query = { where: { sweptUntil: { gt: 0 } }, sort: [['sweptUntil', 1]] as const, limit: AT_A_TIME };
  for (const { _id, version, state, sweptUntil: until = 0 } of await attributeDefinitions.find(query)) {
    await attributes.sweep(_id, presentDefinition(state), origin);
    if (now() < until) continue;
    await changeEntity(kind, _id, origin, (current, _next, document) => {
      const isSame = document?.version === version && current !== undefined;
      return isSame ? { marks: { sweptUntil: OVER }, result: undefined } : { result: undefined };
    });
  }
}
