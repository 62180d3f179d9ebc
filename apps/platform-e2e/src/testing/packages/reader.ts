/** A reader of events as a stranger writes it: whom services invited, by the log of a platform. Run outside the workspace. */
import { createSubscriber } from '@gatehouse/subscriber';

const { DATA_DIR = '' } = process.env;
const emails: string[] = [];
const subscriber = await createSubscriber({
  eventsUrl: 'sqlite:',
  dataDir: DATA_DIR,
  group: 'trial.reader',
  handlers: {
    async 'gatehouse.directory.user.v1'({ data: { state } }) {
      if (state.state === 'present' && state.email !== undefined) emails.push(state.email);
    },
  },
});
await subscriber.caughtUp;
await subscriber.close();
process.stdout.write(`${emails.join(' ')}\n`);
