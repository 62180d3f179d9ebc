import { mongodbForTests } from '@gatehouse/testing';

/** A suite of tests against a real server, which gets its URL. Without a server all are skipped, and the title says why. */
export async function onMongodb(title: string, suite: (url: string) => void): Promise<void> {
  const server = await mongodbForTests();
  if ('skipped' in server) {
    describe.skip(`${title} (${server.skipped})`, () => suite(''));
    return;
  }
  describe(`${title} (${server.from})`, () => {
    afterAll(server.stop);
    suite(server.url);
  });
}
