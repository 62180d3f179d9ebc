import { createSubscriber } from '@gatehouse/subscriber';
import { type Change, openNotebook } from './notebook.ts';

const { EVENTS_URL = 'sqlite:', DATA_DIR = '.data', NOTEBOOK = 'notebook.sqlite' } = process.env;
const notebook = openNotebook(NOTEBOOK);

function sentence({ person, service, organisation, roles }: Change): string {
  if (roles === undefined) return `${person} has no longer access to ${service} for ${organisation}`;
  const as = roles.length > 0 ? ` as ${roles.join(', ')}` : '';
  return `${person} has access to ${service} for ${organisation}${as}`;
}

/** Whatever came: something may have become complete by it. Told first and noted then: at least once. */
function tell(): void {
  for (const change of notebook.untold()) {
    process.stdout.write(`${sentence(change)}\n`);
    notebook.told(change);
  }
}

const subscriber = await createSubscriber({
  eventsUrl: EVENTS_URL,
  dataDir: DATA_DIR,
  group: 'example.access-told',
  handlers: {
    async 'gatehouse.directory.user.v1'({ data: { state, version } }) {
      const names = state.state === 'present' ? [state.givenName, state.familyName] : [];
      const name = names.filter((part) => part !== undefined).join(' ');
      notebook.name(state.id, version, name === '' ? undefined : name);
      tell();
    },
    async 'gatehouse.directory.organisation.v1'({ data: { state, version } }) {
      notebook.name(state.id, version, state.name);
      tell();
    },
    async 'gatehouse.access.service.v1'({ data: { state, version } }) {
      notebook.name(state.id, version, state.name);
      tell();
    },
    async 'gatehouse.access.grant.v1'({ data: { state, version } }) {
      notebook.grant({ ...state, version, ...(state.state === 'granted' && { roles: state.roles }) });
      tell();
    },
  },
  logger: {
    warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  },
});

async function stop(): Promise<void> {
  await subscriber.close();
  notebook.close();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
