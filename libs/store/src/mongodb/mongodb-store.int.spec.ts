import { storeContract } from '../contract-suite.ts';
import { mongodbFixture } from './testing/mongodb-fixture.ts';
import { onMongodb } from './testing/on-mongodb.ts';

await onMongodb('a real server', (url) => {
  storeContract('MongoDB', async () => mongodbFixture(url));
});
