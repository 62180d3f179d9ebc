import { consumerOf } from '@gatehouse/consumers';
import type { ProjectGrant } from './service-queues.ts';

/** Projects grants into the lists of the services' users. */
export function onGrantChanged({ project }: { project: ProjectGrant }) {
  return consumerOf({
    async 'gatehouse.access.grant.v1'({ data: { version, state } }) {
      return (await project({ state, version })) ? undefined : { ignored: 'older or known' };
    },
  });
}
