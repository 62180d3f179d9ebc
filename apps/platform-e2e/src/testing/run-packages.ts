/**
 * Packs the libraries that are published, installs them in an empty folder outside the workspace, compiles the samples of
 * the documents and two programs there, and runs those against a platform of its own. Needs a package registry.
 */
import { deepStrictEqual } from 'node:assert';
import { installOutside } from './packages/outside.ts';
import { platformProcess } from './platform-process.ts';
import { makeScene, makeUser } from './scene.ts';

const EMAIL = 'known@example.org';
const say = (text: string) => void process.stdout.write(`${text}\n`);

const outside = installOutside();
try {
  say('both packages are installed');
  outside.compile();
  say('the samples of the documents, and programs, compile under strict');
  const platform = await platformProcess();
  try {
    const { clientId, apiSecret, organisationId } = await makeScene(platform.url, platform.operator);
    await makeUser(platform.operator, EMAIL);
    const service = { CLIENT_ID: clientId, API_SECRET: apiSecret, ORGANISATION: organisationId, EMAIL };
    const env = { ...service, GATEHOUSE_URL: platform.url };
    for (const node of [process.execPath, outside.oldestNode]) {
      deepStrictEqual(outside.run('required.cjs', {}, node), 'function');
      deepStrictEqual(outside.run('out/service.js', env, node), 'outside true');
      say(`a service invites, is called back and reads, with Node ${outside.versionOf(node)}`);
    }
    deepStrictEqual(outside.run('out/reader.js', { DATA_DIR: platform.dataDir }), EMAIL);
    say('a reader of events reads them');
  } finally {
    await platform.stop();
  }
} finally {
  outside.remove();
}
